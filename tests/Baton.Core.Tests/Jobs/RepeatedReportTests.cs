using Baton.Core.Tests.Steps;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Jobs;

/// <summary>A worker that did not hear the answer asks again, and gets the same one; nothing changes by it.</summary>
public sealed class RepeatedReportTests
{
    [Fact]
    public void Completion_Repeated_IsAcceptedAgain()
    {
        var run = new WorkflowRun(AStep.OneJob).Do();
        var ended = run.Workflow;

        var refusal = run.Complete(AJob.Fast);

        Assert.Null(refusal);
        Assert.Same(ended, run.Workflow);
    }

    [Theory]
    [InlineData(JobFailureKind.Transient)]
    [InlineData(JobFailureKind.Rejected)]
    [InlineData(JobFailureKind.Invalid)]
    [InlineData(JobFailureKind.Blocked)]
    public void Failure_Repeated_IsAcceptedAgain(JobFailureKind kind)
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Fast);
        run.Fail(AJob.Fast, kind);
        var failed = run.Workflow;

        var refusal = run.Fail(AJob.Fast, kind);

        Assert.Null(refusal);
        Assert.Same(failed, run.Workflow);
    }

    [Fact]
    public void HandBack_Repeated_IsAcceptedAgain()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.HandBack(AJob.Slow);

        var refusal = run.HandBack(AJob.Slow);

        Assert.Null(refusal);
    }

    [Fact]
    public void TransientFailure_RepeatedAfterAnotherWorkerClaimed_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Fail(AJob.Slow, JobFailureKind.Transient);
        run.Claim(AJob.Fast);

        var refusal = run.Fail(AJob.Slow, JobFailureKind.Transient);

        Assert.Equal(WorkflowRefusal.LeaseNotHeld, refusal);
        Assert.Single(run.Job().Troubles);
    }

    [Fact]
    public void TransientFailure_RepeatedAfterTheWorkflowWasCanceled_IsAcceptedAgain()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Fail(AJob.Slow, JobFailureKind.Transient);
        run.Cancel();

        var refusal = run.Fail(AJob.Slow, JobFailureKind.Transient);

        Assert.Null(refusal);
    }

    [Fact]
    public void Failure_OfWhichOnlyTheLeaseEndIsKnown_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Pass(WorkflowRun.Lease).Wake();

        var refusal = run.Fail(AJob.Slow, JobFailureKind.Transient);

        Assert.Equal(WorkflowRefusal.LeaseNotHeld, refusal);
    }
}
