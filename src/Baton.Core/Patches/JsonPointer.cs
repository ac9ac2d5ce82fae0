using System.Collections.Immutable;

namespace Baton.Patches;

/// <summary>RFC 6901: a place in a JSON document, such as <c>/tags/0</c>.</summary>
public sealed class JsonPointer
{
    private JsonPointer(string text, ImmutableArray<string> tokens) => (Text, Tokens) = (text, tokens);

    public string Text { get; }

    /// <summary>The unescaped names and indexes on the way.</summary>
    public ImmutableArray<string> Tokens { get; }

    /// <summary>The document as a whole.</summary>
    public bool IsRoot => Tokens.IsEmpty;

    public string Last => Tokens[^1];

    /// <summary>One level up.</summary>
    public JsonPointer Parent => new(Text[..Text.LastIndexOf('/')], Tokens[..^1]);

    /// <summary>Null when the text is no pointer: it neither is empty nor starts with a slash, or has a tilde before other than 0 or 1.</summary>
    public static JsonPointer? TryParse(string text)
    {
        if (text.Length == 0)
        {
            return new JsonPointer(text, []);
        }

        var tokens = text.Split('/');
        return tokens[0].Length == 0 && tokens.All(IsEscapedRight)
            ? new JsonPointer(text, [.. tokens.Skip(1).Select(Unescape)])
            : null;
    }

    /// <summary>True for a place inside the value at <paramref name="other"/>.</summary>
    public bool IsBelow(JsonPointer other) => Tokens.Length > other.Tokens.Length && Tokens.AsSpan().StartsWith(other.Tokens.AsSpan());

    public override string ToString() => Text;

    private static bool IsEscapedRight(string token)
    {
        for (var i = token.IndexOf('~', StringComparison.Ordinal); i >= 0; i = token.IndexOf('~', i + 1))
        {
            if (i + 1 == token.Length || token[i + 1] is not ('0' or '1'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The order matters: ~01 is ~1 and not a slash.</summary>
    private static string Unescape(string token) =>
        token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
