using Baton.Contracts.Workflows;
using Baton.Core.Tests.Steps;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Jobs;

/// <summary>A job by which it is tried whether a provider works again is not worn out by that.</summary>
public sealed class TrialTests
{
    [Fact]
    public void Trials_ThatFail_ExhaustTheProviderOnlyAfterMany()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 1, timeout: TimeSpan.FromDays(1)));

        for (var trial = 1; trial <= WorkflowRun.Retries.FailedTrialsMax; trial++)
        {
            Assert.Null(Try(run));
            run.Fail(AJob.Slow, JobFailureKind.Transient, epoch: trial);
            Assert.Equal(trial == WorkflowRun.Retries.FailedTrialsMax, run.Job().TroubleWith(AJob.Slow)!.Exhausted);
            run.Pass(WorkflowRun.Retries.PauseMax).Wake();
        }

        Assert.Equal((0, WorkflowRun.Retries.FailedTrialsMax, WorkflowStatus.Unassigned), (run.Job().Troubles[0].Failures, run.Job().Troubles[0].FailedTrials, run.Status));
    }

    [Fact]
    public void Trial_ThatIsRejected_ExhaustsTheProvider()
    {
        var run = new WorkflowRun(AStep.OneJob);
        Try(run);

        run.Fail(AJob.Slow, JobFailureKind.Rejected);

        Assert.True(run.Job().TroubleWith(AJob.Slow)!.Exhausted);
    }

    [Fact]
    public void ClaimEnds_BetweenTwoStates_TellWhoseItWasAndWhatCameOfIt()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 2));
        run.Claim(AJob.Slow);
        run.Claim(AJob.Fast, number: 1);
        var before = run.Workflow;
        run.Pass(TimeSpan.FromSeconds(3)).Fail(AJob.Slow, JobFailureKind.Transient);
        run.Complete(AJob.Fast, number: 1);

        var ends = Claims.ClaimEnd.Between(before, run.Workflow);

        Assert.Equal([(AJob.Slow, AttemptOutcome.Transient), (AJob.Fast, AttemptOutcome.Succeeded)], ends.Select(end => (end.Provider, end.Outcome)));
        Assert.All(ends, end => Assert.Equal(TimeSpan.FromSeconds(3), end.Took));
        Assert.Empty(Claims.ClaimEnd.Between(run.Workflow, run.Workflow));
    }

    private static WorkflowRefusal? Try(WorkflowRun run) => run.Decide(new WorkflowCommand.Claim(run.Job().Id, AJob.Slow, AJob.WorkerOf(AJob.Slow), WorkflowRun.Lease, WorkflowStatus.Processing) { IsTrial = true });
}
