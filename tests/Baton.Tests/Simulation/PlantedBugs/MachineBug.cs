using Baton.Callbacks;
using Baton.Jobs;
using Baton.Steps;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A rule of the machine is wrong.</summary>
internal abstract class MachineBug : PlantedBug
{
    public sealed override WorkflowMachine Machine(IStepPlanner planner, RetrySchedule retries, CallbackSchedule callbacks) => new Wrong(this, planner, retries, callbacks);

    /// <summary>What the wrong machine decides; <paramref name="right"/> is the machine as it should be.</summary>
    protected abstract WorkflowDecision Decide(Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now);

    private sealed class Wrong(MachineBug bug, IStepPlanner planner, RetrySchedule retries, CallbackSchedule callbacks) : WorkflowMachine(planner, retries, callbacks)
    {
        public override WorkflowDecision Decide(WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) =>
            bug.Decide((state, asked) => base.Decide(state, asked, now), workflow, command, now);
    }
}
