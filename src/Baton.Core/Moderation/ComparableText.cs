using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Baton.Moderation;

/// <summary>
/// Text in the form in which rules are compared with it: compatibility forms unfolded (NFKD: <c>ﬁ</c>, full width, styled letters), lower case, without accents and without
/// what cannot be seen (zero-width joiners, soft hyphens, direction marks), so that none of them hides a word.
/// </summary>
public static class ComparableText
{
    // The runtime leaves text as it is when it runs without the system's Unicode library, as this server does.
    private static readonly Lazy<FrozenDictionary<int, string>> Unfoldings = new(Load);

    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                plain.Append(char.ToLowerInvariant((char)rune.Value));
            }
            else if (Unfoldings.Value.TryGetValue(rune.Value, out var unfolded))
            {
                plain.Append(unfolded);
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format))
            {
                plain.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }

        return plain.ToString();
    }

    /// <summary>The words of a comparable text, with one blank before, between and after them: what stands between words (blanks, hyphens, dots) does not matter.</summary>
    public static string WordsOf(string comparable)
    {
        var words = new StringBuilder(comparable.Length + 2).Append(' ');
        foreach (var rune in comparable.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                words.Append(rune.ToString());
            }
            else if (words[^1] != ' ')
            {
                words.Append(' ');
            }
        }

        return (words[^1] == ' ' ? words : words.Append(' ')).ToString();
    }

    private static FrozenDictionary<int, string> Load()
    {
        using var resource = typeof(ComparableText).Assembly.GetManifestResourceStream("Baton.Moderation.unfoldings.txt")!;
        using var lines = new StreamReader(resource, Encoding.UTF8);
        return lines.ReadToEnd().Split('\n').Skip(1).Where(line => line.Length > 0)
            .ToFrozenDictionary(line => int.Parse(line.AsSpan(0, line.IndexOf(' ', StringComparison.Ordinal)), NumberStyles.HexNumber, CultureInfo.InvariantCulture), line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
    }
}
