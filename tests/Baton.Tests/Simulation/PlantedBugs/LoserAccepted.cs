using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Of a job that was hedged, the result that comes second is taken too.</summary>
internal sealed class LoserAccepted : MachineBug
{
    public override WorldShape Shape => WorldShape.Hedging;

    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) =>
        command is WorkflowCommand.Complete complete && right(workflow, command) is WorkflowDecision.Refused(WorkflowRefusal.Overtaken)
            ? new WorkflowDecision.Accepted(Won(workflow, complete))
            : right(workflow, command);

    private static WorkflowState Won(WorkflowState workflow, WorkflowCommand.Complete report)
    {
        workflow.TryFindJob(report.Job, out var step, out var index);
        var job = workflow.Steps[step].Jobs[index];
        return job.Status == WorkflowStatus.Succeeded ? workflow.WithJob(step, index, job with { ReportedBy = report.Holder.Worker, ReportedUnder = report.Holder.Epoch }) : workflow;
    }
}
