using System.Text.Json;

namespace Baton.Contracts.Workflows;

/// <summary>What a caller submits: steps, and what belongs to the workflow as a whole.</summary>
public sealed record WorkflowTemplate
{
    /// <summary>A JSON object kept with the workflow and returned as it was given.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>At most 10 different labels of up to 200 characters each, to query by.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>At least one step.</summary>
    public required IReadOnlyList<WorkflowStepTemplate> Steps { get; init; }

    /// <summary>Where to report events of this workflow.</summary>
    public IReadOnlyList<WorkflowCallback>? Callbacks { get; init; }

    public WorkflowTips? Tips { get; init; }

    /// <summary>A JSON object whose values steps can refer to as <c>$arguments</c>.</summary>
    public JsonElement? Arguments { get; init; }

    public NsfwLevel? NsfwLevel { get; init; }

    public bool? Experimental { get; init; }

    public bool? AllowMatureContent { get; init; }

    public WorkflowUpgradeMode? UpgradeMode { get; init; }

    public IReadOnlyList<BuzzClientAccount>? Currencies { get; init; }

    /// <summary>The workflow is forgotten once it has ended; needs a callback or <c>wait</c>.</summary>
    public bool? Ephemeral { get; init; }

    /// <summary>The caller's own id, 1 to 128 of <c>A–Z a–z 0–9 _ -</c>; submitting it again returns the workflow that has it.</summary>
    public string? ExternalId { get; init; }
}
