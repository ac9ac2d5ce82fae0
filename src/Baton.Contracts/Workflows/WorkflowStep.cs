using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Contracts.Workflows;

/// <summary>A step as callers see it.</summary>
public sealed record WorkflowStep
{
    [JsonPropertyName("$type")]
    [JsonPropertyOrder(-1)]
    public required string Type { get; init; }

    public required string Name { get; init; }

    public required Priority Priority { get; init; }

    public TimeSpan? Timeout { get; init; }

    public int? Retries { get; init; }

    public IReadOnlyList<WorkflowStepJob>? Jobs { get; init; }

    public required WorkflowStatus Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public required JsonElement Metadata { get; init; }

    /// <summary>Between 0 and 1 while the step runs; absent before and after.</summary>
    public double? EstimatedProgressRate { get; init; }

    /// <summary>The input with every reference that could be resolved replaced by its value.</summary>
    public JsonElement? Input { get; init; }

    public JsonElement? Output { get; init; }
}
