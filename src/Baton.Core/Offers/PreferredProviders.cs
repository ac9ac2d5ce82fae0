using System.Collections.Concurrent;
using System.Collections.Immutable;
using Baton.Providers;

namespace Baton.Offers;

/// <summary>
/// How providers stand beside each other, and whether one that jobs wait for has given way: its last worker has fallen silent, its service is away, it is paused, or an operator has stopped it.
/// What waits must be looked at then, so that the others get it at once. Who was told that a provider can begin a job is what counts, not how it stood when it was last looked at: it may come and go between.
/// </summary>
/// <param name="termsOf">What was said of a provider.</param>
/// <param name="canBegin">False while nobody need wait for a provider.</param>
public sealed class PreferredProviders(Func<ProviderId, ProviderTerms> termsOf, Func<ProviderId, bool> canBegin)
{
    /// <summary>Those that others were held back for.</summary>
    private readonly ConcurrentDictionary<ProviderId, bool> _waitedFor = new();

    /// <summary>How these stand beside each other; none when nobody of them is preferred to another, as most often.</summary>
    public ImmutableArray<SpillCandidate> StandingsOf(ImmutableArray<ProviderId> providers)
    {
        if (providers.Length < 2)
        {
            return [];
        }

        var terms = ImmutableArray.CreateRange(providers, termsOf);
        var last = terms.Min(one => one.Preference);
        return terms.All(one => one.Preference == last) ? [] : [.. providers.Select((provider, i) => Stand(provider, terms[i], last))];
    }

    /// <summary>True when one of those that jobs wait for has given way since this was last asked.</summary>
    public bool HasOneGivenWay()
    {
        var hasGivenWay = false;
        foreach (var (provider, _) in _waitedFor)
        {
            hasGivenWay |= !canBegin(provider) && _waitedFor.TryRemove(provider, out _);
        }

        return hasGivenWay;
    }

    private SpillCandidate Stand(ProviderId provider, ProviderTerms terms, int last)
    {
        var candidate = new SpillCandidate(provider, terms, canBegin(provider));
        if (candidate.CanBegin && terms.Preference > last && !_waitedFor.ContainsKey(provider))
        {
            _waitedFor.TryAdd(provider, true);
        }

        return candidate;
    }
}
