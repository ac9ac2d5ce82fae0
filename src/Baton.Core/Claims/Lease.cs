using Baton.Providers;

namespace Baton.Claims;

/// <summary>The time-limited right to work on a job that a claim gives (invariant OneWinner).</summary>
/// <param name="Epoch">Grows by one with every claim of the job; a report under an older one is refused.</param>
public sealed record Lease(ProviderId Provider, WorkerId Worker, int Epoch, DateTimeOffset ExpiresAt)
{
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>True when the job was handed out to see whether the provider works again; a failure then does not count against the job.</summary>
    public bool IsTrial { get; init; }

    /// <summary>How long jobs like this one take at the provider, nearly always; null when the job is not to be claimed twice.</summary>
    public TimeSpan? HedgeAfter { get; init; }

    /// <summary>When the job may be offered once more because this claim takes too long; null before nothing is to be done about that any more.</summary>
    public DateTimeOffset? HedgeAt { get; init; }

    /// <summary>The job was offered once more beside this claim.</summary>
    public bool IsHedged { get; init; }

    /// <summary>The job was held already when it was claimed so.</summary>
    public bool IsSecond { get; init; }

    /// <summary>The claim of a remote worker, lasting until this at least; every other one as it is.</summary>
    public Lease Extended(DateTimeOffset until) => Worker.Instance is null && ExpiresAt < until ? this with { ExpiresAt = until } : this;

    /// <summary>True when this holder still has the right at this time.</summary>
    public bool IsHeldBy(ClaimHolder holder, DateTimeOffset now) =>
        Worker == holder.Worker && Epoch == holder.Epoch && now < ExpiresAt;
}

/// <summary>Who reports about a job, and under which claim.</summary>
public readonly record struct ClaimHolder(WorkerId Worker, int Epoch);
