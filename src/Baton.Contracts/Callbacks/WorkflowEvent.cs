using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Contracts.Workflows;

namespace Baton.Contracts.Callbacks;

/// <summary>The body of a callback that tells of a workflow.</summary>
public sealed record WorkflowEvent
{
    [JsonPropertyName("$type")]
    [JsonPropertyOrder(-1)]
    public string Type { get; set; } = "workflow";

    public required string WorkflowId { get; init; }

    public required WorkflowStatus Status { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Only when the callback asks for details. As the workflow is when the callback is sent, which may be further than <see cref="Status"/>.</summary>
    public WorkflowEventDetails? Details { get; init; }
}

public sealed record WorkflowEventDetails
{
    public JsonElement? Metadata { get; init; }

    public JsonElement? Arguments { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public required IReadOnlyList<WorkflowEventStepDetails> Steps { get; init; }
}

public sealed record WorkflowEventStepDetails
{
    public required string Name { get; init; }

    public required WorkflowStatus Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public JsonElement? Metadata { get; init; }

    public JsonElement? Input { get; init; }

    public JsonElement? Output { get; init; }
}
