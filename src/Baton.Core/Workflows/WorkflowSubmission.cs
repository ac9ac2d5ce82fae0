using System.Collections.Immutable;
using System.Text.Json;

namespace Baton.Workflows;

/// <summary>A body that was accepted, in parts. Warnings are in the definition too, where they are kept.</summary>
/// <param name="StepMetadata">By step, as given; null where there was none.</param>
public sealed record WorkflowSubmission(
    WorkflowDefinition Definition,
    JsonElement? Metadata,
    ImmutableArray<string> Tags,
    ImmutableArray<JsonElement?> StepMetadata,
    ImmutableArray<string> Warnings);
