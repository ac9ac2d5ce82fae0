using Baton.Contracts.Workflows;
using Baton.Jobs;

namespace Baton.Offers;

/// <summary>The offers that wait at one provider: higher priority first, then the older. Each job stands in it once.</summary>
public sealed class OfferQueue
{
    private readonly SortedDictionary<Key, JobOffer> _waiting = [];
    private readonly Dictionary<JobId, Key> _keys = [];
    private long _sequence;

    public int Count => _waiting.Count;

    /// <summary>Puts an offer in; one for the same job is replaced and keeps its place when its priority is the same.</summary>
    public void Add(JobOffer offer)
    {
        if (_keys.TryGetValue(offer.Job, out var known) && known.Priority == offer.Priority)
        {
            _waiting[known] = offer;
            return;
        }

        Remove(offer.Job);
        var key = new Key(offer.Priority, offer.Since, _sequence++);
        _keys.Add(offer.Job, key);
        _waiting.Add(key, offer);
    }

    /// <summary>Takes the first offer out; null when none waits.</summary>
    public JobOffer? TakeNext()
    {
        foreach (var (_, offer) in _waiting)
        {
            Remove(offer.Job);
            return offer;
        }

        return null;
    }

    /// <summary>How many go before this job, counted up to <paramref name="max"/>; null when it does not wait here.</summary>
    public int? AheadOf(JobId job, int max)
    {
        if (!_keys.TryGetValue(job, out var own))
        {
            return null;
        }

        var ahead = 0;
        foreach (var key in _waiting.Keys)
        {
            if (ahead == max || key.CompareTo(own) >= 0)
            {
                break;
            }

            ahead++;
        }

        return ahead;
    }

    /// <summary>Takes the offer for this job out, if it waits.</summary>
    public bool Remove(JobId job) => _keys.Remove(job, out var key) && _waiting.Remove(key);

    /// <summary>Priority in the order high, normal, low; the sequence makes keys unique.</summary>
    private readonly record struct Key(Priority Priority, DateTimeOffset Since, long Sequence) : IComparable<Key>
    {
        public int CompareTo(Key other) =>
            Priority != other.Priority ? Priority.CompareTo(other.Priority)
            : Since != other.Since ? Since.CompareTo(other.Since)
            : Sequence.CompareTo(other.Sequence);
    }
}
