using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A report on a job that has ended is taken as if it were still held.</summary>
internal sealed class NoTerminalGuard : MachineBug
{
    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) =>
        command is WorkflowCommand.Complete complete && right(workflow, command) is WorkflowDecision.Refused(WorkflowRefusal.JobEnded)
            ? right(Reopened(workflow, complete, now), command)
            : right(workflow, command);

    private static WorkflowState Reopened(WorkflowState workflow, WorkflowCommand.Complete report, DateTimeOffset now)
    {
        workflow.TryFindJob(report.Job, out var step, out var index);
        var job = workflow.Steps[step].Jobs[index];
        var held = job with
        {
            Status = WorkflowStatus.Processing,
            CompletedAt = null,
            Epoch = report.Holder.Epoch,
            Lease = new Lease(SimulatedRecipes.Inside, report.Holder.Worker, report.Holder.Epoch, now + TimeSpan.FromMinutes(1)),
        };
        var reopened = workflow.WithJob(step, index, held) with { Status = WorkflowStatus.Processing, CompletedAt = null };
        return reopened.WithStep(step, reopened.Steps[step] with { Status = WorkflowStatus.Processing, CompletedAt = null });
    }
}
