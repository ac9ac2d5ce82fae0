using System.Globalization;
using System.Text.RegularExpressions;

namespace Baton.Providers.Sandbox;

/// <summary>Reads durations and distributions of them.</summary>
internal static partial class LatencyText
{
    private const string Forms =
        "It is a duration such as 200ms, or one of uniform(100ms,2s), lognormal(200ms,0.5), pareto(100ms,1.5), tail(50ms,0.01,5s).";

    /// <exception cref="FormatException">The message says what it may be.</exception>
    public static Latency Read(string text)
    {
        if (Distribution().Match(text) is not { Success: true } match)
        {
            return new Latency.Fixed(Duration(text));
        }

        return (match.Groups["name"].Value, match.Groups["arguments"].Value.Split(',')) switch
        {
            ("uniform", [var from, var to]) => new Latency.Uniform(Duration(from), Duration(to)),
            ("lognormal", [var median, var sigma]) => new Latency.Lognormal(Duration(median), Number(text, sigma, 0, 5)),
            ("pareto", [var least, var alpha]) => new Latency.Pareto(Duration(least), Number(text, alpha, 0.1, 100)),
            ("tail", [var usual, var share, var slow]) => new Latency.Tail(Duration(usual), Number(text, share, 0, 1), Duration(slow)),
            _ => throw Wrong(text),
        };
    }

    /// <summary>A number with its unit: ms, s or m.</summary>
    public static TimeSpan Duration(string text)
    {
        if (DurationText().Match(text) is not { Success: true } match)
        {
            throw Wrong(text);
        }

        var number = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        var duration = TimeSpan.FromSeconds(number * (match.Groups["unit"].Value switch { "ms" => 0.001, "s" => 1, _ => 60 }));
        return duration <= Latency.Max ? duration : throw new FormatException($"'{text}' is too long; an hour is the most.");
    }

    private static double Number(string text, string value, double min, double max) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new FormatException(FormattableString.Invariant($"'{value}' in '{text}' must be a number from {min} to {max}."));

    private static FormatException Wrong(string text) => new($"'{text}' is no latency. {Forms}");

    [GeneratedRegex(@"^(?<name>[a-z]+)\((?<arguments>[^()]*)\)$")]
    private static partial Regex Distribution();

    [GeneratedRegex(@"^(?<number>\d{1,7}(\.\d{1,6})?)(?<unit>ms|s|m)$")]
    private static partial Regex DurationText();
}
