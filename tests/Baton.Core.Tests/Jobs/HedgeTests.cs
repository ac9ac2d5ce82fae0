using Baton.Contracts.Workflows;
using Baton.Core.Tests.Steps;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Jobs;

/// <summary>A job whose claim takes too long is offered once more; the first result wins (invariant OneWinner: two live claims at most, and only so).</summary>
public sealed class HedgeTests
{
    private static readonly TimeSpan Usually = TimeSpan.FromSeconds(10);

    [Fact]
    public void Claim_OfAJobThatMayBeHedged_IsToBeLookedAtWhenItTakesTooLong()
    {
        var run = Claimed();

        Assert.Equal(run.Now + Usually, WakeUp.At(run.Workflow));
    }

    [Fact]
    public void Hedge_BeforeItIsDue_IsRefused()
    {
        var run = Claimed();

        var refusal = run.Pass(Usually - TimeSpan.FromTicks(1)).Hedge();

        Assert.Equal(WorkflowRefusal.NotYet, refusal);
    }

    [Fact]
    public void Hedge_OfAJobThatMustNotRunTwice_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);

        var refusal = run.Pass(TimeSpan.FromSeconds(50)).Hedge();

        Assert.Equal(WorkflowRefusal.NotYet, refusal);
        Assert.Equal(WorkflowRefusal.AlreadyClaimed, run.Claim(AJob.Fast));
    }

    [Fact]
    public void SecondClaim_OfAHedgedJob_HoldsItBesideTheFirstAndChangesNothingThatCallersSee()
    {
        var run = Claimed();
        run.Renew(AJob.Slow, progress: 0.25);
        var before = run.Job();

        var refusal = run.Pass(Usually).Hedged();

        Assert.Null(refusal);
        Assert.Equal((2, AJob.Slow, 1, AJob.Fast, 2), (run.Job().Epoch, run.Job().Lease!.Provider, run.Job().Lease!.Epoch, run.Job().Hedge!.Provider, run.Job().Hedge!.Epoch));
        Assert.Equal((before.Status, before.StartedAt, before.Progress), (run.Job().Status, run.Job().StartedAt, run.Job().Progress));
    }

    [Fact]
    public void ThirdClaim_OfAHedgedJob_IsRefused()
    {
        var run = Claimed();
        run.Pass(Usually).Hedged();

        var refusal = run.Claim(new("third"));

        Assert.Equal(WorkflowRefusal.AlreadyClaimed, refusal);
    }

    [Fact]
    public void SecondClaim_ByTheWorkerThatHasTheFirst_IsRefused()
    {
        var run = Claimed();
        run.Pass(Usually).Hedge();

        var refusal = run.Claim(AJob.Slow);

        Assert.Equal(WorkflowRefusal.AlreadyClaimed, refusal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FirstResult_OfTwoClaims_WinsAndTheOtherIsRefused(bool firstClaimWins)
    {
        var run = Claimed();
        run.Pass(Usually).Hedged();
        var (winner, epoch) = firstClaimWins ? (AJob.Slow, 1) : (AJob.Fast, 2);
        var (loser, other) = firstClaimWins ? (AJob.Fast, 2) : (AJob.Slow, 1);

        var refusal = run.Complete(winner, epoch: epoch);
        var won = run.Workflow;

        Assert.Null(refusal);
        Assert.Equal((WorkflowStatus.Succeeded, winner), (run.Status, run.Job().DoneBy));
        Assert.Equal((loser, other, AttemptOutcome.Overtaken), Assert.Single(run.Job().Attempts!.Value) is var lost ? (lost.Provider, lost.Epoch, lost.Outcome) : default);
        Assert.Equal(WorkflowRefusal.Overtaken, run.Renew(loser, other));
        Assert.Equal(WorkflowRefusal.Overtaken, run.Complete(loser, epoch: other));
        Assert.Equal(WorkflowRefusal.Overtaken, run.Fail(loser, JobFailureKind.Transient, epoch: other));
        Assert.Equal(WorkflowRefusal.Overtaken, run.HandBack(loser, other));
        Assert.Null(run.Complete(winner, epoch: epoch));
        Assert.Same(won, run.Workflow);
    }

    [Theory]
    [InlineData(true, JobFailureKind.Transient)]
    [InlineData(false, JobFailureKind.Transient)]
    [InlineData(true, JobFailureKind.Rejected)]
    [InlineData(false, JobFailureKind.Rejected)]
    public void Failure_OfOneOfTwoClaims_LeavesTheOtherRunning(bool firstClaimFails, JobFailureKind kind)
    {
        var run = Claimed();
        run.Pass(Usually).Hedged();
        var (failing, epoch) = firstClaimFails ? (AJob.Slow, 1) : (AJob.Fast, 2);
        var (left, other) = firstClaimFails ? (AJob.Fast, 2) : (AJob.Slow, 1);

        var refusal = run.Fail(failing, kind, epoch: epoch);
        var repeated = run.Fail(failing, kind, epoch: epoch);

        Assert.Null(refusal);
        Assert.Null(repeated);
        Assert.Equal((WorkflowStatus.Processing, left, null), (run.Job().Status, run.Job().Lease!.Provider, run.Job().Hedge));
        Assert.Equal(failing, Assert.Single(run.Job().Troubles).Provider);
        Assert.Null(run.Complete(left, epoch: other));
        Assert.Equal(WorkflowStatus.Succeeded, run.Status);
    }

    [Fact]
    public void HandBack_OfOneOfTwoClaims_LeavesTheOtherRunning()
    {
        var run = Claimed();
        run.Pass(Usually).Hedged();

        run.HandBack(AJob.Slow);

        Assert.Equal((AJob.Fast, null), (run.Job().Lease!.Provider, run.Job().Hedge));
    }

    [Theory]
    [InlineData(JobFailureKind.Invalid)]
    [InlineData(JobFailureKind.Blocked)]
    public void BadInput_FoundByOneOfTwoClaims_EndsTheJobForBoth(JobFailureKind kind)
    {
        var run = Claimed();
        run.Pass(Usually).Hedged();

        run.Fail(AJob.Fast, kind, epoch: 2);

        Assert.Equal(WorkflowStatus.Failed, run.Status);
        Assert.Equal(WorkflowRefusal.Overtaken, run.Complete(AJob.Slow));
    }

    [Fact]
    public void LeaseEnd_OfTheFirstClaim_LeavesTheSecondRunning()
    {
        var run = Claimed();
        run.Pass(Usually).Hedged();

        run.Pass(WorkflowRun.Lease - Usually).Wake();

        Assert.Equal((WorkflowStatus.Processing, AJob.Fast), (run.Job().Status, run.Job().Lease!.Provider));
        Assert.Equal(AttemptOutcome.Lost, Assert.Single(run.Job().Attempts!.Value).Outcome);
        Assert.Null(run.Complete(AJob.Fast, epoch: 2));
    }

    [Fact]
    public void LeaseEnd_OfBothClaims_PutsTheJobBack()
    {
        var run = Claimed();
        run.Pass(Usually).Hedged();

        run.Pass(WorkflowRun.Lease).Wake();

        Assert.Equal(WorkflowStatus.Unassigned, run.Job().Status);
        Assert.Equal(2, run.Job().Attempts!.Value.Length);
    }

    [Fact]
    public void Cancel_OfAHedgedJob_EndsBothClaims()
    {
        var run = Claimed();
        run.Pass(Usually).Hedged();

        run.Cancel();

        Assert.Equal([AttemptOutcome.Canceled, AttemptOutcome.Canceled], run.Job().Attempts!.Value.Select(attempt => attempt.Outcome));
        Assert.Empty(run.Job().LiveClaims());
    }

    [Fact]
    public void Wake_OfAHedgeThatNobodyAllowed_AsksAgainEverLessOften()
    {
        var run = Claimed();
        var claimedAt = run.Now;

        run.Pass(Usually).Wake();
        var second = WakeUp.At(run.Workflow);
        run.Pass(TimeSpan.FromSeconds(30)).Wake();
        var third = WakeUp.At(run.Workflow);

        Assert.Equal(claimedAt + (2 * Usually), second);
        Assert.Equal(claimedAt + TimeSpan.FromSeconds(60), third);
    }

    [Fact]
    public void SecondClaim_ThatIsLeftAlone_IsNotHedgedInItsTurn()
    {
        var run = Claimed();
        run.Pass(Usually).Hedged();
        run.HandBack(AJob.Slow);

        var refusal = run.Pass(TimeSpan.FromSeconds(30)).Hedge();

        Assert.Equal(WorkflowRefusal.NotYet, refusal);
        Assert.Equal(WorkflowRefusal.AlreadyClaimed, run.Claim(AJob.Slow));
    }

    [Fact]
    public void Progress_OfTwoClaims_IsThatOfTheFurther()
    {
        var run = Claimed();
        run.Pass(Usually).Hedged();

        run.Renew(AJob.Slow, progress: 0.25);
        run.Renew(AJob.Fast, epoch: 2, progress: 0.75);
        run.Renew(AJob.Slow, progress: 0.5);

        Assert.Equal(0.75, run.Job().Progress);
    }

    private static WorkflowRun Claimed()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow, hedgeAfter: Usually);
        return run;
    }
}
