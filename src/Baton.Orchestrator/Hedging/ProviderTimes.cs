using System.Collections.Concurrent;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Hedging;

/// <summary>How long jobs took lately, by provider and by what makes them alike. In memory: after a restart it is learnt anew.</summary>
internal sealed class ProviderTimes(int samplesMin)
{
    /// <summary>What callers send decides how many kinds there are; beyond this one kind is forgotten for each new one.</summary>
    private const int KindsMax = 4096;

    private readonly ConcurrentDictionary<(ProviderId, JobLikeness), RecentTimes> _times = new();
    private readonly ConcurrentQueue<(ProviderId, JobLikeness)> _oldest = new();

    /// <summary>What nearly all such jobs did not exceed there; null until enough have been seen.</summary>
    public TimeSpan? UsualFor(ProviderId provider, JobLikeness likeness) => _times.TryGetValue((provider, likeness), out var times) ? times.Usual : null;

    public void Add(ProviderId provider, JobLikeness likeness, TimeSpan time) => Of((provider, likeness)).Add(time);

    private RecentTimes Of((ProviderId, JobLikeness) kind)
    {
        if (_times.TryGetValue(kind, out var known))
        {
            return known;
        }

        var added = new RecentTimes(samplesMin);
        if (!_times.TryAdd(kind, added))
        {
            return _times.GetValueOrDefault(kind, added);
        }

        _oldest.Enqueue(kind);
        if (_oldest.Count > KindsMax && _oldest.TryDequeue(out var oldest))
        {
            _times.TryRemove(oldest, out _);
        }

        return added;
    }
}
