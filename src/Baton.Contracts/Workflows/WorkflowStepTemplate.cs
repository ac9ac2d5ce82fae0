using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Contracts.Workflows;

/// <summary>One step as submitted.</summary>
public sealed record WorkflowStepTemplate
{
    /// <summary>The recipe that the step runs.</summary>
    [JsonPropertyName("$type")]
    public required string Type { get; init; }

    /// <summary>How other steps refer to this one. Default: its index as text.</summary>
    public string? Name { get; init; }

    public Priority? Priority { get; init; }

    /// <summary>How long the step may take once its dependencies have succeeded.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How many jobs of this step that failed for good are replaced by a new one.</summary>
    public int? Retries { get; init; }

    /// <summary>A JSON object kept with the step and returned as it was given.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The input of the recipe; any value in it may be a reference.</summary>
    public required JsonElement Input { get; init; }
}
