using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Accounts;
using Baton.Contracts.Workflows;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>A workflow: the one thing that is loaded, decided on and saved.</summary>
public sealed record WorkflowState
{
    public required WorkflowId Id { get; init; }

    public required AccountId Account { get; init; }

    /// <summary>Stored apart, since it rarely changes.</summary>
    [JsonIgnore]
    public WorkflowDefinition Definition { get; init; } = Undefined;

    public required DateTimeOffset CreatedAt { get; init; }

    public WorkflowStatus Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    public JsonElement? Metadata { get; init; }

    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Same order and length as the definition's steps.</summary>
    public ImmutableArray<StepState> Steps { get; init; } = [];

    private static readonly WorkflowDefinition Undefined = new() { Steps = [] };
}
