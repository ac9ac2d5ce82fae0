using Baton.Contracts.Workflows;
using Baton.Core.Tests.Steps;
using Baton.Core.Tests.Workflows;
using Baton.Providers;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Jobs;

/// <summary>Workers inside a process go with it; what they held goes on elsewhere at once, without waiting for the lease to end.</summary>
public sealed class LostWorkerTests
{
    [Fact]
    public void Job_OfAProcessThatIsGone_IsToBeHadAgainAndNobodysTrouble()
    {
        var run = new WorkflowRun(AStep.OneJob);
        ClaimFrom("old", run);

        run.LoseWorkers("new");

        Assert.Equal(WorkflowStatus.Unassigned, run.Status);
        Assert.Empty(run.Job().Troubles);
        Assert.Equal(1, run.Job().Interruptions);
    }

    [Fact]
    public void Job_OfAProcessThatIsAlive_StaysHeld()
    {
        var run = new WorkflowRun(AStep.OneJob);
        ClaimFrom("old", run);

        run.LoseWorkers("new", "old");

        Assert.NotNull(run.Job().Lease);
    }

    [Fact]
    public void Job_OfAWorkerElsewhere_StaysHeld()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        run.LoseWorkers("new");

        Assert.NotNull(run.Job().Lease);
    }

    // A job that kills its process each time must not do so for ever (invariant Ends).
    [Fact]
    public void Job_UnderWhichEveryProcessDies_BecomesItsProvidersTroubleInTheEnd()
    {
        var run = new WorkflowRun(AStep.OneJob);

        for (var i = 0; i <= WorkflowRun.Retries.InterruptionsMax; i++)
        {
            ClaimFrom("old", run);
            run.LoseWorkers("new");
        }

        Assert.Equal(1, run.Job().TroubleWith(AJob.Fast)!.Failures);
        Assert.Equal(WorkflowRun.Retries.InterruptionsMax, run.Job().Interruptions);
    }

    private static void ClaimFrom(string instance, WorkflowRun run) => run.Decide(new WorkflowCommand.Claim(
        run.Job().Id, AJob.Fast, WorkerId.InProcess(instance, AJob.Fast, slot: 0), WorkflowRun.Lease, WorkflowStatus.Processing));
}
