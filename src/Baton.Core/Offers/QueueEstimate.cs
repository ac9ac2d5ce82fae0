using Baton.Contracts.Workflows;

namespace Baton.Offers;

/// <summary>Where a waiting job stands at one provider, and when it may begin and end there.</summary>
/// <param name="Ahead">How many jobs go first.</param>
/// <param name="Slots">How many jobs the provider does at a time now; 0 while none of its workers is there.</param>
/// <param name="FreeSlots">How many of them are free.</param>
/// <param name="ClosedUntil">Until when the provider is paused; null while it is not, the end of time when nobody knows.</param>
/// <param name="UsualDuration">How long a job takes there; null when none has succeeded.</param>
/// <param name="OwnDuration">How long this job would take there; null when nothing like it has succeeded.</param>
public sealed record QueueEstimate(int? Ahead, int Slots, int FreeSlots, DateTimeOffset? ClosedUntil, TimeSpan? UsualDuration, TimeSpan? OwnDuration)
{
    /// <summary>A position farther ahead in time says nothing.</summary>
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromDays(30);

    /// <summary>True when a worker of it could begin a job now or when its present one ends.</summary>
    public bool IsReady(DateTimeOffset now) => Slots > 0 && !(ClosedUntil > now);

    /// <summary>When the job may begin; null when nobody can tell.</summary>
    public DateTimeOffset? StartAt(DateTimeOffset now)
    {
        if (Slots == 0 || Ahead is not { } ahead || ClosedUntil == DateTimeOffset.MaxValue)
        {
            return null;
        }

        var from = ClosedUntil > now ? ClosedUntil.Value : now;
        if (ahead < FreeSlots)
        {
            return from;
        }

        // When all are busy, one becomes free every so often; those ahead take as many of these moments.
        return UsualDuration * ((ahead - FreeSlots + 1.0) / Slots) is { } wait && wait < FarthestAhead ? from + wait : null;
    }

    public WorkflowStepJobQueuePosition ToPosition(DateTimeOffset now) => new()
    {
        Support = IsReady(now) ? JobSupport.Available : JobSupport.Unavailable,
        PrecedingJobs = Ahead,
        StartAt = StartAt(now),
        CompleteAt = StartAt(now) + (OwnDuration ?? UsualDuration),
    };

    /// <summary>Of several providers the one where the job is likely to begin first; null when there is none.</summary>
    public static QueueEstimate? Best(IEnumerable<QueueEstimate> providers, DateTimeOffset now) => providers
        .OrderByDescending(provider => provider.IsReady(now))
        .ThenBy(provider => provider.StartAt(now) ?? DateTimeOffset.MaxValue)
        .ThenBy(provider => provider.Ahead ?? int.MaxValue)
        .FirstOrDefault();
}
