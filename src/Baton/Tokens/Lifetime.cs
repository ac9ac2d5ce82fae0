using System.Globalization;

namespace Baton.Tokens;

/// <summary>How long something lasts as typed: a number and d, h or m.</summary>
internal static class Lifetime
{
    private const int DaysMax = 36_500;

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
