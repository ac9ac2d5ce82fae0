using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A job stays with a worker that has long stopped reporting.</summary>
internal sealed class LeaseEndIgnored : MachineBug
{
    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) =>
        right(command is WorkflowCommand.Wake ? WithLeasesThatLast(workflow, now) : workflow, command);

    private static WorkflowState WithLeasesThatLast(WorkflowState workflow, DateTimeOffset now) =>
        workflow.MapUnfinishedJobs((_, job) =>
            job.Lease is { } lease && lease.ExpiresAt <= now
                ? job with { Lease = lease with { ExpiresAt = now + TimeSpan.FromMinutes(1) } }
                : job);
}
