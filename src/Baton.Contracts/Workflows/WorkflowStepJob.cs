namespace Baton.Contracts.Workflows;

/// <summary>A job of a step as callers see it.</summary>
public sealed record WorkflowStepJob
{
    public required string Id { get; init; }

    public required WorkflowStatus Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public WorkflowStepJobQueuePosition? QueuePosition { get; init; }

    /// <summary>Relative complexity, not money.</summary>
    public required double Cost { get; init; }

    public double? EstimatedProgressRate { get; init; }

    /// <summary>While it runs: where to read a picture of the result so far, if its worker gives one. A newer one has another URL. Beyond the published API.</summary>
    public string? PreviewUrl { get; init; }

    public DateTimeOffset? PreviewUrlExpiresAt { get; init; }

    /// <summary>Why the job did not succeed: no_provider_available, blocked, timeout, expired, canceled; absent when none of these.</summary>
    public string? Reason { get; init; }

    /// <summary>With reason <c>blocked</c>: what moderation objected to.</summary>
    public string? BlockedReason { get; init; }

    /// <summary>What happened, in words. Beyond the published API.</summary>
    public string? Detail { get; init; }
}
