using System.Text.Json.Serialization;
using Baton.Ids;

namespace Baton.Workflows;

/// <summary>Names a workflow: <c>wf_</c> and a ULID. Callers treat it as opaque.</summary>
[JsonConverter(typeof(StringIdConverter<WorkflowId>))]
public readonly record struct WorkflowId(string Value) : IStringId<WorkflowId>
{
    public static WorkflowId From(string value) => new(value);

    public override string ToString() => Value;
}
