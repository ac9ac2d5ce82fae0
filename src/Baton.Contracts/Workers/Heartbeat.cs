using System.ComponentModel.DataAnnotations;
using Baton.Contracts.Workflows;

namespace Baton.Contracts.Workers;

/// <summary>A worker's sign of life: it renews every claim that it names.</summary>
public sealed record Heartbeat
{
    [MaxLength(1000)]
    public required IReadOnlyList<HeartbeatClaim> Claims { get; init; }
}

/// <summary>A claim that goes on.</summary>
public sealed record HeartbeatClaim
{
    [MaxLength(128)]
    public required string JobId { get; init; }

    [Range(1, int.MaxValue)]
    public required int Epoch { get; init; }

    /// <summary>preparing, scheduled or processing; absent: processing.</summary>
    public WorkflowStatus? Status { get; init; }

    /// <summary>How far the job is.</summary>
    [Range(0.0, 1.0)]
    public double? Progress { get; init; }

    /// <summary>
    /// What callers may see of the result so far: a data URL of a picture of at most 64 KiB, or the id of a blob that was uploaded for this job. Absent: what was
    /// there stays.
    /// </summary>
    [MinLength(1), MaxLength(100_000)]
    public string? Preview { get; init; }
}

/// <summary>What became of each claim of a heartbeat, in its order.</summary>
public sealed record HeartbeatAnswer
{
    public required IReadOnlyList<HeartbeatVerdict> Claims { get; init; }
}

/// <summary>Whether the worker goes on with a job.</summary>
public sealed record HeartbeatVerdict
{
    public required string JobId { get; init; }

    /// <summary>False: stop at once; no result of it is taken any more.</summary>
    public required bool Held { get; init; }

    /// <summary>Until when it is held now.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Why it is not held any more: canceled, ended, or lost to another claim.</summary>
    public string? Reason { get; init; }
}
