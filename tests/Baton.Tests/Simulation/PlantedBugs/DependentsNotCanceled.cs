using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A step whose dependency has failed waits for it for ever.</summary>
internal sealed class DependentsNotCanceled : MachineBug
{
    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) =>
        right(workflow, command) is WorkflowDecision.Accepted(var next) && command is not (WorkflowCommand.Cancel or WorkflowCommand.Delete)
            ? new WorkflowDecision.Accepted(WithDependentsWaiting(workflow, next))
            : right(workflow, command);

    private static WorkflowState WithDependentsWaiting(WorkflowState before, WorkflowState after)
    {
        var next = after;
        for (var i = 0; i < after.Steps.Length; i++)
        {
            if (!before.Steps[i].Status.IsTerminal() && after.Steps[i] is { Status: WorkflowStatus.Canceled, ReadyAt: null } canceled)
            {
                next = next.WithStep(i, canceled with { Status = WorkflowStatus.Unassigned, CompletedAt = null });
            }
        }

        return ReferenceEquals(next, after) ? after : next with { Status = Rollup.Of(next.Steps.Select(step => step.Status)), CompletedAt = null };
    }
}
