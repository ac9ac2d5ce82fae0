using System.Collections.Immutable;
using System.Text.Json;
using Baton.Contracts.Workflows;
using Baton.Jobs;

namespace Baton.Steps;

/// <summary>How far a step has come. What it is stands in its <see cref="StepDefinition"/>.</summary>
public sealed record StepState
{
    public WorkflowStatus Status { get; init; }

    /// <summary>When all dependencies had succeeded and the step's time began to run.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public JsonElement? Metadata { get; init; }

    /// <summary>How many jobs that failed for good have been replaced.</summary>
    public int RetriesUsed { get; init; }

    /// <summary>Jobs in the order they were emitted; of several for one item, the last one counts.</summary>
    public ImmutableArray<JobState> Jobs { get; init; } = [];
}
