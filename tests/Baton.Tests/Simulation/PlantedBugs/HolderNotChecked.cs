using Baton.Claims;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Whoever reports a job as done is believed, whatever the epoch and whoever holds it.</summary>
internal sealed class HolderNotChecked : MachineBug
{
    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) =>
        command is WorkflowCommand.Complete complete
        && workflow.TryFindJob(complete.Job, out var step, out var index)
        && workflow.Steps[step].Jobs[index].Lease is { } lease
            ? right(workflow, complete with { Holder = new ClaimHolder(lease.Worker, lease.Epoch) })
            : right(workflow, command);
}
