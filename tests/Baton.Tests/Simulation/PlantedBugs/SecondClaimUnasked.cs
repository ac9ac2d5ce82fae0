using Baton.Claims;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A job that a worker holds can be claimed by a second one, hedged or not.</summary>
internal sealed class SecondClaimUnasked : MachineBug
{
    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now)
    {
        var decision = right(workflow, command);
        return command is WorkflowCommand.Claim claim && decision is WorkflowDecision.Refused(WorkflowRefusal.AlreadyClaimed)
            && workflow.TryFindJob(claim.Job, out var step, out var index) && workflow.Steps[step].Jobs[index] is { Hedge: null } job
                ? new WorkflowDecision.Accepted(workflow.WithJob(step, index, job with
                {
                    Epoch = job.Epoch + 1,
                    Hedge = new Lease(claim.Provider, claim.Worker, job.Epoch + 1, now + claim.LeaseDuration) { ClaimedAt = now, IsSecond = true },
                }))
                : decision;
    }
}
