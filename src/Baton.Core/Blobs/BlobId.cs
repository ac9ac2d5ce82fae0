using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Baton.Ids;

namespace Baton.Blobs;

/// <summary>Names a blob: <c>blob_</c>, a ULID and the extension of its type.</summary>
[JsonConverter(typeof(StringIdConverter<BlobId>))]
public readonly record struct BlobId(string Value) : IStringId<BlobId>
{
    private const string Prefix = "blob_";
    private const int UlidLength = 26;
    private const int ExtensionLengthMax = 12;

    public static BlobId From(string value) => new(value);

    /// <summary>
    /// Reads an id that came from outside. Only the exact form passes, so an id that was read this way can be part of a file path.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BlobId id)
    {
        id = default;
        if (text is null || !HasForm(text))
        {
            return false;
        }

        id = new BlobId(text);
        return true;
    }

    public override string ToString() => Value;

    private static bool HasForm(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length < Prefix.Length + UlidLength + 2)
        {
            return false;
        }

        var ulid = text.Slice(Prefix.Length, UlidLength);
        var rest = text[(Prefix.Length + UlidLength)..];
        return IsUpperOrDigit(ulid) && rest[0] == '.' && rest.Length <= ExtensionLengthMax + 1 && IsLowerOrDigit(rest[1..]);
    }

    private static bool IsUpperOrDigit(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character) && !char.IsAsciiLetterUpper(character))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLowerOrDigit(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit(character) && !char.IsAsciiLetterLower(character))
            {
                return false;
            }
        }

        return true;
    }
}
