using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Workflows;

/// <summary>How workflows are written in the store.</summary>
[JsonSourceGenerationOptions(
    MaxDepth = 1024, // As deep as answers: what was accepted can be saved and loaded.
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(UtcDateTimeConverter)])]
[JsonSerializable(typeof(WorkflowState))]
[JsonSerializable(typeof(WorkflowDefinition))]
public sealed partial class WorkflowStateJson : JsonSerializerContext;
