using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Contracts.Workflows;

/// <summary>A change of a workflow; absent members are left alone.</summary>
public sealed record UpdateWorkflowRequest
{
    public UpdateWorkflowStatus? Status { get; init; }

    public JsonElement? Metadata { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public bool? AllowMatureContent { get; init; }
}

/// <summary>A change of a step. Metadata is replaced; the rest may change only while the step has not started.</summary>
public sealed record UpdateWorkflowStepRequest
{
    public JsonElement? Metadata { get; init; }

    public JsonElement? Input { get; init; }

    public Priority? Priority { get; init; }

    public TimeSpan? Timeout { get; init; }

    public int? Retries { get; init; }
}

/// <summary>One operation of RFC 6902.</summary>
public sealed record JsonPatchOperation
{
    public required string Op { get; init; }

    public required string Path { get; init; }

    public string? From { get; init; }

    public JsonElement? Value { get; init; }
}

/// <summary>A page of workflows; <c>next</c> is null on the last one.</summary>
public sealed record WorkflowPage([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next, IReadOnlyList<Workflow> Items);
