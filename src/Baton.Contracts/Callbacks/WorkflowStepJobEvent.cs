using System.Text.Json.Serialization;
using Baton.Contracts.Workflows;

namespace Baton.Contracts.Callbacks;

/// <summary>The body of a callback that tells of a job.</summary>
public sealed record WorkflowStepJobEvent
{
    [JsonPropertyName("$type")]
    [JsonPropertyOrder(-1)]
    public string Type { get; set; } = "job";

    public required string WorkflowId { get; init; }

    public required string StepName { get; init; }

    public required string JobId { get; init; }

    public required WorkflowStatus Status { get; init; }

    /// <summary>Between 0 and 1, as last reported, while the job is being worked on.</summary>
    public double? Progress { get; init; }

    /// <summary>Why the job did not succeed: no_provider_available, blocked, timeout, expired, canceled; absent when none of these.</summary>
    public string? Reason { get; init; }

    /// <summary>With reason <c>blocked</c>: what moderation objected to.</summary>
    public string? BlockedReason { get; init; }

    /// <summary>Of a job that has ended: whether moderation rated it as mature; absent when it was not rated.</summary>
    public bool? MatureContent { get; init; }
}
