using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Contracts.Workflows;

namespace Baton.Contracts.Callbacks;

/// <summary>The body of a callback that tells of a step.</summary>
public sealed record WorkflowStepEvent
{
    [JsonPropertyName("$type")]
    [JsonPropertyOrder(-1)]
    public string Type { get; set; } = "step";

    public required string WorkflowId { get; init; }

    public required string Name { get; init; }

    public required WorkflowStatus Status { get; init; }

    /// <summary>Only when the callback asks for details. As the step is when the callback is sent.</summary>
    public WorkflowStepEventDetails? Details { get; init; }
}

public sealed record WorkflowStepEventDetails
{
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Between 0 and 1 while the step runs.</summary>
    public double? EstimatedProgressRate { get; init; }

    public required int Retries { get; init; }

    public JsonElement? Metadata { get; init; }

    public JsonElement? Input { get; init; }

    public JsonElement? Output { get; init; }
}
