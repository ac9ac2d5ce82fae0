using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Providers;

namespace Baton.Offers;

/// <summary>
/// Which providers may not have a waiting job yet: a less preferred one gets it when it has waited so long as was said of that one, and at once when no more preferred one can begin. So own hardware wins
/// while it keeps up, and what is paid for takes over when it does not, or is not there.
/// </summary>
public static class SpillOver
{
    /// <summary>Those that may not have the job yet; none of the most preferred ever is among them.</summary>
    /// <param name="candidates">Those that could do it, whatever became of it there so far; empty when none is preferred to another.</param>
    /// <param name="readyAt">When its step was readied.</param>
    public static ImmutableArray<HeldBack> HeldBackFrom(JobState job, DateTimeOffset readyAt, ImmutableArray<SpillCandidate> candidates, DateTimeOffset now)
    {
        // A request that is under way at a service outside is paid for already; whoever goes on with it is not kept from that.
        if (candidates.IsDefaultOrEmpty || job.HeldFor(now) is not null)
        {
            return [];
        }

        var able = candidates.RemoveAll(candidate => !candidate.CanBegin || job.TroubleWith(candidate.Provider) is { } trouble && (trouble.Exhausted || trouble.PausedUntil > now));
        return Waiting(candidates, able, job.WaitsSince ?? readyAt, now);
    }

    /// <summary>Those that may not claim the job a second time beside the provider that has it: a second claim is for speed, and must not buy what the first would not have.</summary>
    public static ImmutableArray<ProviderId> TooDearBeside(ProviderId first, ImmutableArray<SpillCandidate> candidates) =>
        candidates.IsDefaultOrEmpty || candidates.FirstOrDefault(candidate => candidate.Provider == first) is not { Terms: var terms }
            ? []
            : [.. candidates.Where(candidate => candidate.Terms.Preference < terms.Preference).Select(candidate => candidate.Provider)];

    /// <summary>When the first of them may have the job; null when there is none.</summary>
    public static DateTimeOffset? NextAt(ImmutableArray<HeldBack> heldBack)
    {
        DateTimeOffset? next = null;
        foreach (var held in heldBack)
        {
            next = held.Until < next ? held.Until : next ?? held.Until;
        }

        return next;
    }

    private static ImmutableArray<HeldBack> Waiting(ImmutableArray<SpillCandidate> candidates, ImmutableArray<SpillCandidate> able, DateTimeOffset since, DateTimeOffset now)
    {
        var best = able.MaxBy(candidate => candidate.Terms.Preference);
        return best is null
            ? []
            : [.. candidates
                .Where(candidate => candidate.Terms.Preference < best.Terms.Preference && since + candidate.Terms.SpillAfter > now)
                .Select(candidate => new HeldBack(candidate.Provider, since + candidate.Terms.SpillAfter, best.Provider))];
    }
}
