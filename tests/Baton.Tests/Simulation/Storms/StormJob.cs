using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Tests.Simulation.Storms;

/// <summary>One job of a storm, from its submit to its end.</summary>
internal sealed class StormJob(WorkflowActor actor, DateTimeOffset submittedAt, TimeSpan timeout)
{
    public WorkflowActor Actor => actor;

    public DateTimeOffset SubmittedAt => submittedAt;

    public TimeSpan Timeout => timeout;

    /// <summary>How often a worker began to work on it.</summary>
    public int Attempts { get; set; }

    public WorkflowStatus Status { get; set; } = WorkflowStatus.Unassigned;

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>True when a worker had it or it waited while providers were down.</summary>
    public bool IsTouched(DateTimeOffset from, DateTimeOffset until) => submittedAt < until && !(EndedAt < from);
}
