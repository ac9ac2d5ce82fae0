using System.Text.Json.Serialization;

namespace Baton.Contracts.Callbacks;

/// <summary>What an event of a live stream tells of a picture that shows a job's result while it is made. Callbacks tell of none.</summary>
public sealed record WorkflowStepJobPreview
{
    [JsonPropertyName("$type")]
    [JsonPropertyOrder(-1)]
    public string Type { get; set; } = "preview";

    public required string WorkflowId { get; init; }

    public required string StepName { get; init; }

    public required string JobId { get; init; }

    /// <summary>Good until the next preview of the job, or its end.</summary>
    public required string PreviewUrl { get; init; }

    public DateTimeOffset? PreviewUrlExpiresAt { get; init; }
}
