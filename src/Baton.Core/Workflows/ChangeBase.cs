using System.Collections.Immutable;
using System.Text.Json;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>
/// What a caller's change of a workflow was worked out from. Adding one tag or patching one member means reading, changing and writing; with this,
/// two who do so at the same time both get through and neither undoes the other.
/// </summary>
public sealed record ChangeBase(JsonElement? Metadata, ImmutableArray<string> Tags)
{
    public static ChangeBase Of(WorkflowState workflow) => new(workflow.Metadata, workflow.Tags);

    /// <summary>True while the workflow is still what the change was worked out from.</summary>
    public bool StillHolds(WorkflowState workflow) =>
        SameJson.Of(Metadata, workflow.Metadata) && Tags.AsSpan().SequenceEqual(workflow.Tags.AsSpan());
}

/// <summary>The same for a step.</summary>
public sealed record StepChangeBase(JsonElement? Metadata, StepDefinition Definition)
{
    public static StepChangeBase Of(WorkflowState workflow, int step) => new(workflow.Steps[step].Metadata, workflow.Definition.Steps[step]);

    /// <summary>True while the step is still what the change was worked out from.</summary>
    public bool StillHolds(WorkflowState workflow, int step) =>
        SameJson.Of(Metadata, workflow.Steps[step].Metadata)
        && workflow.Definition.Steps[step] is var now
        && SameJson.Of(Definition.Input, now.Input)
        && (Definition.Priority, Definition.Timeout, Definition.Retries) == (now.Priority, now.Timeout, now.Retries);
}

/// <summary>Equality of JSON values that may be absent.</summary>
file static class SameJson
{
    public static bool Of(JsonElement? a, JsonElement? b) =>
        a is null || b is null ? a is null && b is null : JsonElement.DeepEquals(a.Value, b.Value);
}
