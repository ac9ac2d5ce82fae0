using System.Text.RegularExpressions;

namespace Baton.Providers.Media;

/// <summary>What a library or a program said, made fit for a caller: its last two lines, short, without its prefixes and this machine's paths.</summary>
internal static partial class PublicWords
{
    private const int CharsMax = 300;

    public static string Of(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(2)
            .Select(line => AnyPath().Replace(Prefix().Replace(line, ""), "the file"));
        var words = string.Join("; ", lines.Distinct());
        return words switch
        {
            "" => "it gave no reason",
            { Length: > CharsMax } => words[..CharsMax] + "…",
            _ => words,
        };
    }

    [GeneratedRegex(@"^(\[[^\]]*\]\s*)+")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"(file:)?(/[^\s/:'""]+){2,}")]
    private static partial Regex AnyPath();
}
