using System.Collections.Concurrent;

namespace Baton.Explanations;

/// <summary>How long jobs took lately, by step type: the last few of each, in memory.</summary>
internal sealed class RecentDurations
{
    private const int Kept = 64;
    private const int Needed = 3;

    private readonly ConcurrentDictionary<string, Ring> _rings = new(StringComparer.Ordinal);

    public void Add(string type, TimeSpan duration) => _rings.GetOrAdd(type, _ => new Ring()).Add(duration);

    /// <summary>Null until a few have run.</summary>
    public DurationRange? Of(string type) => _rings.TryGetValue(type, out var ring) ? ring.Range() : null;

    private sealed class Ring
    {
        private readonly long[] _ticks = new long[Kept];
        private int _added;

        public void Add(TimeSpan duration) => Volatile.Write(ref _ticks[(uint)(Interlocked.Increment(ref _added) - 1) % Kept], duration.Ticks);

        public DurationRange? Range()
        {
            var count = (int)Math.Min((uint)Volatile.Read(ref _added), Kept);
            if (count < Needed)
            {
                return null;
            }

            var sorted = _ticks.Take(count).Order().ToList();
            return new DurationRange(TimeSpan.FromTicks(sorted[count / 10]), TimeSpan.FromTicks(sorted[count - 1 - (count / 10)]));
        }
    }
}
