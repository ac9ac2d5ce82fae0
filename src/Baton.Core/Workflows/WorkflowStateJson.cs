using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Workflows;

/// <summary>How workflows are written in the store.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters = [typeof(UtcDateTimeConverter)])]
[JsonSerializable(typeof(WorkflowState))]
[JsonSerializable(typeof(WorkflowDefinition))]
public sealed partial class WorkflowStateJson : JsonSerializerContext;
