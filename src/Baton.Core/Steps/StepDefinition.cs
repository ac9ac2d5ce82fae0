using System.Collections.Immutable;
using System.Text.Json;
using Baton.Contracts.Workflows;

namespace Baton.Steps;

/// <summary>What a step is, as accepted at submit.</summary>
/// <param name="Name">Unique in the workflow; the index as text when the caller gave none.</param>
/// <param name="Type">The recipe.</param>
/// <param name="Input">Validated and in canonical spelling; may hold references. Inline media has been moved to blobs.</param>
/// <param name="Timeout">How long the step may take from when it is ready; the engine's default when the caller gave none.</param>
/// <param name="Retries">How many jobs that failed for good are replaced.</param>
/// <param name="DependsOn">Indexes of the steps whose output the input refers to, ascending.</param>
public sealed record StepDefinition(
    string Name,
    string Type,
    JsonElement Input,
    Priority Priority,
    TimeSpan Timeout,
    int Retries,
    ImmutableArray<int> DependsOn);
