namespace Baton.Offers;

/// <summary>The workers that wait at one provider, the best first, and those of them that have a resource.</summary>
internal sealed class WorkerLine
{
    /// <summary>So many of those that have a wanted resource are looked at, so that a choice among thousands stays cheap.</summary>
    private const int LookedAtPerResource = 8;

    private static readonly IComparer<WaitingWorker> BestFirst = Comparer<WaitingWorker>.Create(WaitingWorker.Compare);

    private readonly SortedSet<WaitingWorker> _ready = new(BestFirst);
    private readonly SortedSet<WaitingWorker> _held = new(Comparer<WaitingWorker>.Create((one, other) => (one.HeldUntil!.Value, one.Sequence).CompareTo((other.HeldUntil!.Value, other.Sequence))));
    private readonly Dictionary<string, SortedSet<WaitingWorker>> _byResource = new(StringComparer.Ordinal);
    private long _sequence;

    /// <summary>All that wait, those included that may not get a job now.</summary>
    public int Count => _ready.Count + _held.Count;

    /// <summary>Those that may get a job now.</summary>
    public int Ready => _ready.Count;

    /// <summary>When the first of those that may not get a job now is to be looked at again; null when there is none.</summary>
    public DateTimeOffset? HeldUntil => _held.Min?.HeldUntil;

    /// <summary>Those that may get a job again as far as was known when they were put here.</summary>
    public IEnumerable<WaitingWorker> HeldBefore(DateTimeOffset now) => _held.TakeWhile(worker => worker.HeldUntil <= now);

    public void Add(WaitingWorker worker)
    {
        worker.Sequence = _sequence++;
        Place(worker);
    }

    /// <summary>False when it does not wait any more.</summary>
    public bool Remove(WaitingWorker worker)
    {
        if (worker.HeldUntil is not null || !_ready.Remove(worker))
        {
            return worker.HeldUntil is not null && _held.Remove(worker);
        }

        foreach (var resource in worker.Worker.Resources)
        {
            if (_byResource.TryGetValue(resource, out var those) && those.Remove(worker) && those.Count == 0)
            {
                _byResource.Remove(resource);
            }
        }

        return true;
    }

    /// <summary>Has a worker's standing changed, and puts it where it then belongs.</summary>
    public void Change(WaitingWorker worker, Action<WaitingWorker> change)
    {
        if (Remove(worker))
        {
            change(worker);
            Place(worker);
        }
    }

    /// <summary>Who of those that may get a job now should have this one; null when there is nobody.</summary>
    public WaitingWorker? BestFor(JobOffer offer)
    {
        var best = _ready.Min;
        if (best is null || offer.Resources.IsEmpty || _byResource.Count == 0)
        {
            return best;
        }

        var local = best.Worker.CountLocal(offer.Resources);
        foreach (var resource in offer.Resources)
        {
            if (!_byResource.TryGetValue(resource, out var those))
            {
                continue;
            }

            foreach (var candidate in those.Take(LookedAtPerResource))
            {
                var count = candidate.Worker.CountLocal(offer.Resources);
                if (count > local || (count == local && WaitingWorker.Compare(candidate, best) < 0))
                {
                    (best, local) = (candidate, count);
                }
            }
        }

        return best;
    }

    private void Place(WaitingWorker worker)
    {
        if (worker.HeldUntil is not null)
        {
            _held.Add(worker);
            return;
        }

        _ready.Add(worker);
        foreach (var resource in worker.Worker.Resources)
        {
            if (!_byResource.TryGetValue(resource, out var those))
            {
                _byResource.Add(resource, those = new SortedSet<WaitingWorker>(BestFirst));
            }

            those.Add(worker);
        }
    }
}
