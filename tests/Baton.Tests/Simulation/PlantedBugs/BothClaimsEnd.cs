using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>When one of two claims ends without a result, the other is lost with it.</summary>
internal sealed class BothClaimsEnd : MachineBug
{
    public override WorldShape Shape => WorldShape.Hedging;

    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now)
    {
        var decision = right(workflow, command);
        return decision is WorkflowDecision.Accepted(var next) && Lost(workflow, next) is { } lost && !ReferenceEquals(lost, next)
            ? right(lost, new WorkflowCommand.Start())
            : decision;
    }

    private static WorkflowState Lost(WorkflowState before, WorkflowState after) => after.MapUnfinishedJobs((step, job) =>
        job is { Lease: not null, Hedge: null } && before.Steps[step].Jobs.FirstOrDefault(other => other.Id == job.Id)?.Hedge is not null
            ? job with { Status = WorkflowStatus.Unassigned, Lease = null, Progress = null }
            : job);
}
