namespace Baton.Providers;

/// <summary>How many claims succeeded and failed in the last minute, to ten seconds.</summary>
public sealed class RecentCounts
{
    private const int Slices = 6;

    private static readonly long SliceTicks = TimeSpan.FromSeconds(10).Ticks;

    private readonly (int Succeeded, int Failed)[] _counts = new (int, int)[Slices];
    private long _slice;

    public void Add(bool succeeded, DateTimeOffset now)
    {
        Pass(now);
        ref var count = ref _counts[_slice % Slices];
        count = succeeded ? (count.Succeeded + 1, count.Failed) : (count.Succeeded, count.Failed + 1);
    }

    public (int Succeeded, int Failed) Of(DateTimeOffset now)
    {
        Pass(now);
        return (_counts.Sum(count => count.Succeeded), _counts.Sum(count => count.Failed));
    }

    private void Pass(DateTimeOffset now)
    {
        var slice = now.UtcTicks / SliceTicks;
        for (var passed = Math.Max(_slice, slice - Slices) + 1; passed <= slice; passed++)
        {
            _counts[passed % Slices] = default;
        }

        _slice = Math.Max(_slice, slice);
    }
}
