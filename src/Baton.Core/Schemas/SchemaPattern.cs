using System.Text;
using System.Text.RegularExpressions;

namespace Baton.Schemas;

/// <summary>
/// A <c>pattern</c>. Callers choose the text, so it is matched in time linear in it where the pattern allows that, and under a
/// time limit otherwise.
/// </summary>
internal sealed class SchemaPattern
{
    // By the wall clock, so generous: a busy machine must not refuse what matches.
    private static readonly TimeSpan BacktrackingTimeMax = TimeSpan.FromSeconds(1);

    // Made for the first text to match: making it takes longer than all the rest of a schema.
    private readonly Lazy<Regex> _regex;

    public SchemaPattern(string pattern)
    {
        Text = pattern;
        _regex = new Lazy<Regex>(() => Compile(ToDotNet(pattern)));
    }

    public string Text { get; }

    /// <summary>The same for a pattern from outside, which may be none: that is an <see cref="ArgumentException"/> here instead of where a text is to match.</summary>
    public static SchemaPattern Compiled(string pattern)
    {
        var made = new SchemaPattern(pattern);
        _ = made._regex.Value;

        return made;
    }

    /// <summary>False also when the time was up: what cannot be checked is not accepted.</summary>
    public bool Matches(string text)
    {
        try
        {
            return _regex.Value.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, BacktrackingTimeMax);
        }
    }

    // JSON Schema means ECMAScript: there, $ does not match before a last line feed, and \d and \w are ASCII.
    private static string ToDotNet(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 8);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                text.Append(Escape(pattern[++i], inClass));
                continue;
            }

            inClass = c == '[' || (inClass && c != ']');
            text.Append(c == '$' && !inClass ? @"\z" : c.ToString());
        }

        return text.ToString();
    }

    private static string Escape(char c, bool inClass) => c switch
    {
        'd' => inClass ? "0-9" : "[0-9]",
        'w' => inClass ? "A-Za-z0-9_" : "[A-Za-z0-9_]",
        _ => $"\\{c}",
    };
}
