using Baton.Providers;

namespace Baton.Claims;

/// <summary>The time-limited right to work on a job that a claim gives (invariant OneWinner).</summary>
/// <param name="Epoch">Grows by one with every claim of the job; a report under an older one is refused.</param>
public sealed record Lease(ProviderId Provider, WorkerId Worker, int Epoch, DateTimeOffset ExpiresAt)
{
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>True when this holder still has the right at this time.</summary>
    public bool IsHeldBy(ClaimHolder holder, DateTimeOffset now) =>
        Worker == holder.Worker && Epoch == holder.Epoch && now < ExpiresAt;
}

/// <summary>Who reports about a job, and under which claim.</summary>
public readonly record struct ClaimHolder(WorkerId Worker, int Epoch);
