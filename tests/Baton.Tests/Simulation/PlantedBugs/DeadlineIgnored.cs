using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A step may take as long as it likes.</summary>
internal sealed class DeadlineIgnored : MachineBug
{
    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now)
    {
        if (command is not WorkflowCommand.Wake)
        {
            return right(workflow, command);
        }

        var patient = workflow.Definition with { Steps = [.. workflow.Definition.Steps.Select(step => step with { Timeout = TimeSpan.FromDays(30) })] };
        return right(workflow with { Definition = patient }, command) is WorkflowDecision.Accepted(var next)
            ? new WorkflowDecision.Accepted(next with { Definition = workflow.Definition })
            : new WorkflowDecision.Accepted(workflow);
    }
}
