using Baton.Contracts.Workflows;
using Baton.Core.Tests.Steps;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Jobs;

/// <summary>Invariant Exhausted: trouble of one provider sends the job to the others, and to the same one after a pause, until it is exhausted.</summary>
public sealed class ExhaustedTests
{
    [Fact]
    public void TransientFailure_TheFirst_PutsTheJobBackAndPausesTheProvider()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        run.Fail(AJob.Slow, JobFailureKind.Transient);

        Assert.Equal(WorkflowStatus.Unassigned, run.Status);
        Assert.Equal(WorkflowRefusal.NotYet, run.Claim(AJob.Slow));
        Assert.Null(run.Claim(AJob.Fast));
    }

    [Fact]
    public void Pause_WhenItIsOver_LetsTheProviderClaimAgain()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Fail(AJob.Slow, JobFailureKind.Transient);

        var refusal = run.Pass(WorkflowRun.Retries.PauseFirst).Claim(AJob.Slow);

        Assert.Null(refusal);
        Assert.Equal(2, run.Job().Epoch);
    }

    [Fact]
    public void TransientFailure_TheSecond_ExhaustsTheProvider()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Fail(AJob.Slow, JobFailureKind.Transient);
        run.Pass(WorkflowRun.Retries.PauseMax).Claim(AJob.Slow);

        run.Fail(AJob.Slow, JobFailureKind.Transient, epoch: 2);

        Assert.Equal(WorkflowRefusal.ProviderExhausted, run.Pass(WorkflowRun.Retries.PauseMax).Claim(AJob.Slow));
        Assert.Equal(WorkflowStatus.Unassigned, run.Status);
    }

    [Fact]
    public void Rejection_Once_ExhaustsTheProvider()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        run.Fail(AJob.Slow, JobFailureKind.Rejected);

        Assert.Equal(WorkflowRefusal.ProviderExhausted, run.Claim(AJob.Slow));
        Assert.Null(run.Claim(AJob.Fast));
    }

    [Fact]
    public void LeaseEnd_WhenTheWorkerStoppedReporting_GivesTheJobBackAtOnce()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        run.Pass(WorkflowRun.Lease).Wake();

        Assert.Equal(WorkflowStatus.Unassigned, run.Status);
        Assert.Empty(run.Job().Troubles);
        Assert.Null(run.Claim(AJob.Slow));
    }

    [Fact]
    public void LeaseEnd_AgainAndAgain_CountsAsATransientFailure()
    {
        var run = new WorkflowRun(AStep.OneJob);

        for (var i = 0; i <= WorkflowRun.Retries.LostLeasesMax; i++)
        {
            run.Claim(AJob.Slow);
            run.Pass(WorkflowRun.Lease).Wake();
        }

        Assert.Equal(1, run.Job().TroubleWith(AJob.Slow)!.Failures);
    }

    [Fact]
    public void InvalidInput_ReportedByOneProvider_FailsTheJobForAll()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        run.Fail(AJob.Slow, JobFailureKind.Invalid);

        Assert.Equal(WorkflowStatus.Failed, run.Status);
        Assert.Equal((null, JobFailureKind.Invalid, "It did not work."), (run.Job().Reason, run.Job().Failure, run.Job().Detail));
    }

    [Fact]
    public void Blocking_ByModeration_FailsTheJobAndSaysSo()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        run.Fail(AJob.Slow, JobFailureKind.Blocked);

        Assert.Equal(WorkflowStatus.Failed, run.Status);
        Assert.Equal((FailureReason.Blocked, "It did not work."), (run.Job().Reason, run.Job().BlockedReason));
    }

    [Fact]
    public void Abandoning_AJobNobodyEverTook_SaysThatNoProviderIsAvailable()
    {
        var run = new WorkflowRun(AStep.OneJob);

        run.Abandon();

        Assert.Equal(WorkflowStatus.Failed, run.Status);
        Assert.Equal(FailureReason.NoProviderAvailable, run.Job().Reason);
    }

    [Fact]
    public void Abandoning_AJobThatAllRejected_SaysThatNoProviderIsAvailable()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Fail(AJob.Slow, JobFailureKind.Rejected);

        run.Abandon();

        Assert.Equal(FailureReason.NoProviderAvailable, run.Job().Reason);
    }

    [Fact]
    public void Abandoning_AJobThatFailedAtAProvider_IsAGenericFailure()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Fail(AJob.Slow, JobFailureKind.Transient);

        run.Abandon();

        Assert.Equal(WorkflowStatus.Failed, run.Status);
        Assert.Null(run.Job().Reason);
        Assert.Equal("Nobody is left.", run.Job().Detail);
    }
}
