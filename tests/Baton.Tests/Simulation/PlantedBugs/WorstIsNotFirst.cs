using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Of several bad ends of its steps, a workflow takes the mildest.</summary>
internal sealed class WorstIsNotFirst : MachineBug
{
    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) =>
        right(workflow, command) is WorkflowDecision.Accepted({ Status: WorkflowStatus.Failed } next)
        && !workflow.Status.IsTerminal()
        && next.Steps.Any(step => step.Status == WorkflowStatus.Canceled)
            ? new WorkflowDecision.Accepted(next with { Status = WorkflowStatus.Canceled })
            : right(workflow, command);
}
