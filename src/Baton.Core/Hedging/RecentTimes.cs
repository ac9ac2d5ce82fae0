namespace Baton.Hedging;

/// <summary>How long the last few jobs of one kind took at one provider, and what nearly all of them did not exceed.</summary>
/// <param name="needed">So many must have been seen before anything is said.</param>
public sealed class RecentTimes(int needed)
{
    private const int Kept = 256;
    private const double Share = 0.95;

    private readonly Lock _changing = new();
    private readonly long[] _ticks = new long[Kept];
    private long _added;
    private long _usual;

    /// <summary>The 95th percentile as it was worked out last; null until enough jobs have been seen.</summary>
    public TimeSpan? Usual => Volatile.Read(ref _usual) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>Adds one. Sorting them each time would cost more than it is worth, so the percentile is worked out anew for every eighth.</summary>
    public void Add(TimeSpan time)
    {
        lock (_changing)
        {
            _ticks[_added++ % Kept] = Math.Max(1, time.Ticks);
            if (_added >= needed && (_added == needed || _added % 8 == 0))
            {
                Volatile.Write(ref _usual, Percentile());
            }
        }
    }

    private long Percentile()
    {
        var sorted = _ticks[..(int)Math.Min(Kept, _added)];
        Array.Sort(sorted);
        return sorted[(int)Math.Ceiling(sorted.Length * Share) - 1];
    }
}
