using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>The machine forgets how many jobs it has replaced; to let the engine come back at all, it remembers from the fifth on.</summary>
internal sealed class RetriesUnbounded : MachineBug
{
    public override WorldShape Shape => WorldShape.Fickle;

    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) =>
        right(workflow with { Steps = [.. workflow.Steps.Select(step => step.Jobs.Length < 5 ? step with { RetriesUsed = 0 } : step)] }, command);
}
