using Baton.Steps;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>The machine, with every claim that it decides written down.</summary>
internal sealed class CountedMachine(WorkflowMachine machine, IStepPlanner planner, Ledger ledger) : WorkflowMachine(planner, World.Retries, World.Patience)
{
    public override WorkflowDecision Decide(WorkflowState workflow, WorkflowCommand command, DateTimeOffset now)
    {
        var decision = machine.Decide(workflow, command, now);
        if (command is WorkflowCommand.Claim claim && decision is WorkflowDecision.Accepted(var next) && next.TryFindJob(claim.Job, out var step, out var index))
        {
            ledger.Decided(next.Steps[step].Jobs[index]);
        }

        return decision;
    }
}
