using Baton.Contracts.Workflows;
using Baton.Core.Tests.Jobs;
using Baton.Core.Tests.Steps;
using Baton.Jobs;
using Baton.Steps;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Workflows;

/// <summary>Invariant Ends: every unfinished workflow says when it must be looked at, and being looked at then moves it on.</summary>
public sealed class EndsTests
{
    private static readonly DateTimeOffset Now = AWorkflow.Start;

    [Fact]
    public void Deadline_OfAStepThatWaits_ExpiresIt()
    {
        var run = new WorkflowRun(AStep.OneJob);

        run.Pass(AStep.Timeout).Wake();

        Assert.Equal(WorkflowStatus.Expired, run.Status);
        Assert.Equal(FailureReason.Timeout, run.Job().Reason);
        Assert.Equal("The step did not finish within 00:10:00.", run.Job().Detail);
    }

    [Fact]
    public void Deadline_OfAStepThatIsHeld_ExpiresItEvenIfTheLeaseLasts()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Pass(AStep.Timeout - TimeSpan.FromSeconds(1)).Claim(AJob.Slow);

        run.Pass(TimeSpan.FromSeconds(1)).Wake();

        Assert.Equal(WorkflowStatus.Expired, run.Status);
        Assert.Equal(WorkflowRefusal.JobEnded, run.Complete(AJob.Slow));
    }

    [Fact]
    public void Deadline_WithRetriesLeft_StillExpiresTheStep()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 1, retries: 3));

        run.Pass(AStep.Timeout).Wake();

        Assert.Equal(WorkflowStatus.Expired, run.Status);
        Assert.Single(run.Step(0).Jobs);
    }

    [Fact]
    public void Deadline_OfADependent_RunsFromWhenItIsReady()
    {
        var run = new WorkflowRun(AStep.OneJob, AStep.OneJobAfter(0));
        run.Pass(AStep.Timeout - TimeSpan.FromSeconds(1)).Do();

        run.Pass(TimeSpan.FromSeconds(2)).Wake();

        Assert.Equal(WorkflowStatus.Processing, run.Status);
        Assert.Equal(run.Now - TimeSpan.FromSeconds(2) + AStep.Timeout, run.Workflow.DeadlineOf(1));
    }

    [Fact]
    public void Deadline_WhenItExpiresAStep_CancelsItsDependents()
    {
        var run = new WorkflowRun(AStep.OneJob, AStep.OneJobAfter(0));

        run.Pass(AStep.Timeout).Wake();

        Assert.Equal([WorkflowStatus.Expired, WorkflowStatus.Canceled], run.Workflow.Steps.Select(step => step.Status));
        Assert.Equal(WorkflowStatus.Expired, run.Status);
    }

    [Fact]
    public void Wake_BeforeAnythingIsDue_ChangesNothing()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        var before = run.Workflow;

        run.Pass(WorkflowRun.Lease - TimeSpan.FromTicks(1)).Wake();

        Assert.Same(before, run.Workflow);
    }

    [Fact]
    public void WakeUp_OfAStepThatWaits_IsItsDeadline() =>
        Assert.Equal(Now + AStep.Timeout, WakeUp.At(Ready(AJob.Unassigned)));

    [Fact]
    public void WakeUp_OfAJobThatIsHeld_IsItsLeaseEnd() =>
        Assert.Equal(Now + WorkflowRun.Lease, WakeUp.At(Ready(AJob.Processing(leaseExpiresAt: Now + WorkflowRun.Lease))));

    [Fact]
    public void WakeUp_OfALeaseBeyondTheDeadline_IsTheDeadline() =>
        Assert.Equal(Now + AStep.Timeout, WakeUp.At(Ready(AJob.Processing(leaseExpiresAt: Now + AStep.Timeout + WorkflowRun.Lease))));

    [Fact]
    public void WakeUp_OfAJobThatPauses_IsTheEndOfThePause() =>
        Assert.Equal(Now + TimeSpan.FromSeconds(3), WakeUp.At(Ready(AJob.PausedFor(AJob.Slow, until: Now + TimeSpan.FromSeconds(3)))));

    [Fact]
    public void WakeUp_OfAWorkflowThatEnded_IsNone() =>
        Assert.Null(WakeUp.At(new WorkflowRun(AStep.OneJob).Do().Workflow));

    // A pause that is over stayed due: such workflows were woken at every round and, being the most overdue, kept all others asleep once there were enough of them.
    [Fact]
    public void Wake_AfterAPauseIsOver_LeavesNothingOverdue()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Fail(AJob.Slow, JobFailureKind.Transient);

        run.Pass(WorkflowRun.Retries.PauseFirst).Wake();

        Assert.Equal(AWorkflow.Start + AStep.Timeout, WakeUp.At(run.Workflow));
        Assert.Equal(1, run.Job().TroubleWith(AJob.Slow)!.Failures);
    }

    private static WorkflowState Ready(JobState job) =>
        AWorkflow.Of(AStep.OneJob) with { Steps = [new StepState { ReadyAt = Now, Jobs = [job] }] };
}
