using Baton.Contracts.Workflows;
using Baton.Core.Tests.Steps;
using Baton.Core.Tests.Workflows;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Jobs;

/// <summary>Invariant OneWinner: one live claim at most, and only its holder may report.</summary>
public sealed class OneWinnerTests
{
    [Fact]
    public void Claim_OfAJobThatWaits_HoldsItUnderTheNextEpoch()
    {
        var run = new WorkflowRun(AStep.OneJob);

        var refusal = run.Claim(AJob.Slow);

        Assert.Null(refusal);
        Assert.Equal(WorkflowStatus.Processing, run.Status);
        Assert.Equal(1, run.Job().Epoch);
        Assert.Equal((AJob.Slow, 1, run.Now + WorkflowRun.Lease), (run.Job().Lease!.Provider, run.Job().Lease!.Epoch, run.Job().Lease!.ExpiresAt));
    }

    [Fact]
    public void Claim_OfAJobThatAnotherHolds_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        var refusal = run.Claim(AJob.Fast);

        Assert.Equal(WorkflowRefusal.AlreadyClaimed, refusal);
        Assert.Equal(AJob.Slow, run.Job().Lease!.Provider);
    }

    [Fact]
    public void Claim_OfAJobThatDoesNotExist_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);

        var refusal = run.Claim(AJob.Slow, step: 3);

        Assert.Equal(WorkflowRefusal.JobUnknown, refusal);
    }

    [Fact]
    public void Completion_ByAnotherWorker_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        var refusal = run.Complete(AJob.Fast);

        Assert.Equal(WorkflowRefusal.LeaseNotHeld, refusal);
        Assert.Equal(WorkflowStatus.Processing, run.Status);
    }

    [Fact]
    public void Completion_UnderAnOlderEpoch_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.HandBack(AJob.Slow);
        run.Claim(AJob.Slow);

        var refusal = run.Complete(AJob.Slow, epoch: 1);

        Assert.Equal(WorkflowRefusal.LeaseNotHeld, refusal);
        Assert.Equal(2, run.Job().Lease!.Epoch);
    }

    [Fact]
    public void Completion_AfterTheLeaseRanOut_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        var refusal = run.Pass(WorkflowRun.Lease).Complete(AJob.Slow);

        Assert.Equal(WorkflowRefusal.LeaseNotHeld, refusal);
    }

    [Fact]
    public void Completion_InTheLastMomentOfTheLease_Succeeds()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        var refusal = run.Pass(WorkflowRun.Lease - TimeSpan.FromTicks(1)).Complete(AJob.Slow);

        Assert.Null(refusal);
        Assert.Equal(WorkflowStatus.Succeeded, run.Status);
        Assert.True(run.Job().Output!.Value.GetProperty("done").GetBoolean());
    }

    [Fact]
    public void Renewal_WhileTheLeaseLasts_ExtendsItAndTakesTheProgress()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        var refusal = run.Pass(TimeSpan.FromSeconds(40)).Renew(AJob.Slow, progress: 0.5);

        Assert.Null(refusal);
        Assert.Equal(run.Now + WorkflowRun.Lease, run.Job().Lease!.ExpiresAt);
        Assert.Equal(0.5, run.Job().Progress);
    }

    [Fact]
    public void Renewal_WithoutProgress_KeepsTheLastOne()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Renew(AJob.Slow, progress: 0.5);

        run.Renew(AJob.Slow);

        Assert.Equal(0.5, run.Job().Progress);
    }

    [Fact]
    public void Renewal_AfterTheLeaseRanOut_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        var refusal = run.Pass(WorkflowRun.Lease).Renew(AJob.Slow);

        Assert.Equal(WorkflowRefusal.LeaseNotHeld, refusal);
    }

    [Fact]
    public void HandBack_ByTheHolder_PutsTheJobBackAndIsNobodysTrouble()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        var refusal = run.HandBack(AJob.Slow);

        Assert.Null(refusal);
        Assert.Equal(WorkflowStatus.Unassigned, run.Status);
        Assert.Null(run.Job().Lease);
        Assert.Empty(run.Job().Troubles);
    }

    [Fact]
    public void Abandoning_OfAJobThatIsHeld_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        var refusal = run.Abandon();

        Assert.Equal(WorkflowRefusal.AlreadyClaimed, refusal);
    }
}
