using System.Text.Json;
using Baton.Contracts.Workflows;

namespace Baton.Contracts.Workers;

/// <summary>The jobs that a worker has won; empty when none came in time.</summary>
public sealed record JobClaims
{
    public required IReadOnlyList<JobClaim> Claims { get; init; }
}

/// <summary>A job that the worker holds until <see cref="ExpiresAt"/>, and longer with each heartbeat.</summary>
public sealed record JobClaim
{
    public required string JobId { get; init; }

    public required string WorkflowId { get; init; }

    /// <summary>The step type.</summary>
    public required string Type { get; init; }

    /// <summary>References have been resolved. URLs of blobs are signed and can be read without a token.</summary>
    public required JsonElement Input { get; init; }

    public required Priority Priority { get; init; }

    /// <summary>Counts the claims of the job; every report carries it, and one under an older epoch is refused.</summary>
    public required int Epoch { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the time of the job's step is up; a result is not wanted after that.</summary>
    public required DateTimeOffset Deadline { get; init; }
}
