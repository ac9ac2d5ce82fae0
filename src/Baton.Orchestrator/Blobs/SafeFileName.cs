using System.Text;

namespace Baton.Blobs;

/// <summary>Makes a file name of a caller harmless: in a header, in an archive, and on the disk of whoever saves it.</summary>
internal static class SafeFileName
{
    private const int LengthMax = 150;
    private const string Forbidden = "<>:\"|?*";

    /// <summary>The last part of the path without characters that some system gives a meaning to; the fallback when nothing is left.</summary>
    public static string From(string? name, string fallback)
    {
        if (name is null)
        {
            return fallback;
        }

        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            if (IsHarmless(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        var result = Shorten(clean.ToString().Trim(' ', '.'));
        return result.Length == 0 ? fallback : result;
    }

    // Format characters include those that turn the direction of writing, with which "gpj.exe" reads as "exe.jpg".
    private static bool IsHarmless(Rune rune) => !Rune.IsControl(rune)
        && Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator or System.Globalization.UnicodeCategory.OtherNotAssigned)
        && rune != Rune.ReplacementChar
        && !Forbidden.Contains(rune.ToString(), StringComparison.Ordinal);

    /// <summary>Keeps the extension, because systems choose by it what opens the file.</summary>
    private static string Shorten(string name)
    {
        if (name.Length <= LengthMax)
        {
            return name;
        }

        var extension = Path.GetExtension(name) is { Length: <= 20 } known ? known : "";
        var stem = LengthMax - extension.Length;
        return name[..(char.IsHighSurrogate(name[stem - 1]) ? stem - 1 : stem)] + extension;
    }
}
