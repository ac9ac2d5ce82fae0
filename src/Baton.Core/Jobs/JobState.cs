using System.Collections.Immutable;
using System.Text.Json;
using Baton.Blobs;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Providers;

namespace Baton.Jobs;

/// <summary>A unit of work that a step emitted and that one provider wins.</summary>
public sealed record JobState
{
    public required JobId Id { get; init; }

    /// <summary>Which item of the step's plan this job does; a replacement has the same one.</summary>
    public int Item { get; init; }

    public WorkflowStatus Status { get; init; }

    /// <summary>How often the job has been claimed.</summary>
    public int Epoch { get; init; }

    /// <summary>Set while, and only while, the status is held.</summary>
    public Lease? Lease { get; init; }

    /// <summary>A job that failed transiently is not offered before this.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Between 0 and 1, as last reported.</summary>
    public double? Progress { get; init; }

    public FailureReason? Reason { get; init; }

    public string? BlockedReason { get; init; }

    /// <summary>What happened, in words for the caller.</summary>
    public string? Detail { get; init; }

    /// <summary>What providers this job has failed on, and whether they are used up for it.</summary>
    public ImmutableArray<ProviderTrouble> Troubles { get; init; } = [];

    public JsonElement? Output { get; init; }

    /// <summary>The blobs that the output names.</summary>
    public ImmutableArray<BlobId> Blobs { get; init; } = [];
}

/// <summary>What one provider's failures on a job have come to.</summary>
/// <param name="Exhausted">The provider is not asked again for this job (invariant Exhausted).</param>
public sealed record ProviderTrouble(ProviderId Provider, int Failures, bool Exhausted, string? Detail);
