using System.Text.RegularExpressions;

namespace Baton.Providers.Media;

/// <summary>What a library or a program said, made fit for a caller: its last line, short, without its prefixes and this machine's paths.</summary>
internal static partial class PublicWords
{
    private const int CharsMax = 300;

    public static string Of(string log)
    {
        var line = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it gave no reason";
        line = AnyPath().Replace(Prefix().Replace(line, ""), "the file");
        return line.Length <= CharsMax ? line : line[..CharsMax] + "…";
    }

    [GeneratedRegex(@"^(\[[^\]]*\]\s*)+")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"(file:)?(/[^\s/:'""]+){2,}")]
    private static partial Regex AnyPath();
}
