using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Baton.Providers.Sandbox;

/// <summary>Reads a line such as <c>fast engine=flux2,wan latency=lognormal(200ms,0.5) transient=0.02</c>: a name, then what differs from the defaults.</summary>
internal static partial class SandboxLine
{
    private const int SlotsMax = 1024;

    /// <summary>The step types that there are stand-ins for: those that no provider of this machine can run by itself.</summary>
    public static readonly ImmutableArray<string> Types = ["imageGen", "videoGen", "textToImage", "chatCompletion", "transcription", "comfy"];

    /// <summary>With one that this machine runs anyway, and a stand-in only when it is named: for measuring what a temper does.</summary>
    private static readonly ImmutableArray<string> TypesToName = [.. Types, "echo"];

    private static readonly ImmutableArray<Fate> Fates = [.. Enum.GetValues<Fate>().Where(fate => fate != Fate.Success)];

    private static readonly string Known =
        $"engine, type, slots, media, seed, latency, firstbyte, download, refuse, {string.Join(", ", Fates.Select(fate => fate.ToString().ToLowerInvariant()))}";

    /// <exception cref="FormatException">The message names the word that cannot be read and says what it may be.</exception>
    public static SandboxProvider Read(string line)
    {
        if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var name, .. var settings] || !Name().IsMatch(name))
        {
            throw new FormatException("A line begins with a name of small letters, digits and hyphens, such as: fast latency=200ms");
        }

        var provider = new SandboxProvider(name);
        foreach (var setting in settings)
        {
            provider = setting.Split('=', 2) is [var key, { Length: > 0 } value]
                ? With(provider, key, value)
                : throw new FormatException($"'{setting}' is no setting; one is written KEY=VALUE without spaces. Known: {Known}.");
        }

        var lost = provider.Temper.Chances.Values.Sum();
        return lost > 1.000001
            ? throw new FormatException(FormattableString.Invariant($"The shares of what goes wrong add up to {lost:0.###}; they may be 1 at most."))
            : provider with { Types = TypesOf(provider) };
    }

    private static ImmutableArray<string> TypesOf(SandboxProvider provider) =>
        !provider.Types.IsEmpty ? provider.Types : provider.Engines.IsEmpty ? Types : SandboxEngines.Types;

    private static SandboxProvider With(SandboxProvider provider, string key, string value)
    {
        var temper = provider.Temper;
        return key switch
        {
            "engine" => provider with { Engines = [.. value.Split(',').Select(engine => Choice(key, engine, SandboxEngines.All))] },
            "type" => provider with { Types = [.. value.Split(',').Select(type => Choice(key, type, TypesToName))] },
            "slots" => provider with { Slots = (int)Number(key, value, 1, SlotsMax, whole: true) },
            "media" => provider with { Media = Enum.Parse<SandboxMedia>(Choice(key, value, ["full", "tiny", "none"]), ignoreCase: true) },
            "seed" => provider with { Temper = temper with { Seed = (long)Number(key, value, 0, long.MaxValue / 2, whole: true) } },
            "latency" => provider with { Temper = temper with { Latency = LatencyText.Read(value) } },
            "firstbyte" => provider with { Temper = temper with { FirstByte = LatencyText.Duration(value) } },
            "download" => provider with { Temper = temper with { BytesPerSecond = Rate(value) } },
            "refuse" => provider with { Temper = temper with { RefusedWords = [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries)] } },
            _ => provider with { Temper = temper with { Chances = temper.Chances.SetItem(FateOf(key), Number(key, value, 0, 1, whole: false)) } },
        };
    }

    private static Fate FateOf(string key) =>
        Fates.FirstOrDefault(fate => fate.ToString().Equals(key, StringComparison.OrdinalIgnoreCase)) is var fate and not Fate.Success
            ? fate
            : throw new FormatException($"'{key}' is no setting of a sandbox provider. Known: {Known}.");

    private static string Choice(string key, string value, ImmutableArray<string> choices) =>
        choices.Contains(value) ? value : throw new FormatException($"'{value}' is not valid for {key}. Allowed: {string.Join(", ", choices)}.");

    private static double Number(string key, string value, double min, double max, bool whole) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max && (!whole || double.IsInteger(number))
            ? number
            : throw new FormatException(FormattableString.Invariant($"'{value}' is not valid for {key}. Allowed: {(whole ? "a whole number" : "a number")} from {min} to {max}."));

    private static long Rate(string value) =>
        RateText().Match(value) is { Success: true } match
            && double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * (match.Groups["unit"].Value switch { "kB" => 1e3, "MB" => 1e6, _ => 1 }) is >= 1 and <= 1e12 and var rate
            ? (long)rate
            : throw new FormatException($"'{value}' is not valid for download. It is the bytes of a second, such as 200kB or 1.5MB.");

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?<number>\d{1,12}(\.\d{1,6})?)(?<unit>B|kB|MB)$")]
    private static partial Regex RateText();
}
