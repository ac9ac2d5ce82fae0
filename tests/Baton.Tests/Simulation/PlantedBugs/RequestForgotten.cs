using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Whoever claims a job is not told that a request to a service outside is under way for it.</summary>
internal sealed class RequestForgotten : MachineBug
{
    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) =>
        right(command is WorkflowCommand.Claim ? workflow.MapUnfinishedJobs((_, job) => job with { Requests = null }) : workflow, command);
}
