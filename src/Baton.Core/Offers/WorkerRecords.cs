using Baton.Providers;

namespace Baton.Offers;

/// <summary>What a provider's queue knows of its workers. Those that start anew have new ids, and memory must not grow with those that are gone (invariant Bounded).</summary>
/// <param name="keptFor">So long after it was last seen a worker that does not wait is kept at least.</param>
/// <param name="forgotten">Told of each that is forgotten.</param>
internal sealed class WorkerRecords(TimeSpan keptFor, Action<WorkerId> forgotten)
{
    /// <summary>Beyond this number they are looked through for those that are gone.</summary>
    private const int CountMin = 1_000;

    private readonly Dictionary<WorkerId, WorkerRecord> _records = [];
    private int _countMax = CountMin;

    public int Count => _records.Count;

    public WorkerRecord? Find(WorkerId id) => _records.GetValueOrDefault(id);

    /// <summary>The record of a worker that was seen just now, be it known or not.</summary>
    public WorkerRecord See(WorkerId id, DateTimeOffset now)
    {
        if (!_records.TryGetValue(id, out var record))
        {
            ForgetGone(now);
            _records.Add(id, record = new WorkerRecord());
        }

        record.SeenAt = now;
        return record;
    }

    /// <summary>True when some worker that this holds for was seen since then.</summary>
    public bool AnySeenSince(DateTimeOffset since, Func<WorkerId, bool> holds) => _records.Any(one => one.Value.SeenAt >= since && holds(one.Key));

    public IEnumerable<WorkerFigures> FiguresOf(DateTimeOffset now)
    {
        foreach (var (id, record) in _records)
        {
            var (succeeded, failed) = record.Counts.Of(now);
            yield return new WorkerFigures(id, record.Breaker, succeeded, failed);
        }
    }

    private void ForgetGone(DateTimeOffset now)
    {
        if (_records.Count < _countMax)
        {
            return;
        }

        foreach (var (id, record) in _records)
        {
            if (now - record.SeenAt > keptFor && record.Waiting.Count == 0)
            {
                _records.Remove(id);
                forgotten(id);
            }
        }

        _countMax = Math.Max(CountMin, _records.Count * 2);
    }
}
