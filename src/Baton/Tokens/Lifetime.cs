using System.CommandLine.Parsing;
using System.Globalization;

namespace Baton.Tokens;

/// <summary>How long something lasts as typed: a number and d, h or m.</summary>
internal static class Lifetime
{
    private const int DaysMax = 36_500;

    /// <summary>The value of an option.</summary>
    public static TimeSpan? Read(ArgumentResult result)
    {
        if (TryParse(result.Tokens[0].Value, out var lifetime))
        {
            return lifetime;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a time: write 90d, 12h or 30m.");
        return null;
    }

    public static bool TryParse(string text, out TimeSpan lifetime)
    {
        lifetime = default;
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var unit = text[^1] switch
        {
            'd' => TimeSpan.FromDays(1),
            'h' => TimeSpan.FromHours(1),
            'm' => TimeSpan.FromMinutes(1),
            _ => TimeSpan.Zero,
        };
        lifetime = unit * count;
        return lifetime > TimeSpan.Zero && lifetime <= TimeSpan.FromDays(DaysMax);
    }
}
