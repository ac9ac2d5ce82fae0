using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>What a cancel changes does not come into the outbox.</summary>
internal sealed class TransitionNotRecorded : MachineBug
{
    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) =>
        right(workflow, command) is WorkflowDecision.Accepted(var next) accepted
            ? command is WorkflowCommand.Cancel ? new WorkflowDecision.Accepted(next with { Outbox = workflow.Outbox }) : accepted
            : right(workflow, command);
}
