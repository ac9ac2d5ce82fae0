using Baton.Contracts.Workflows;
using Baton.Core.Tests.Jobs;
using Baton.Core.Tests.Steps;
using Baton.Jobs;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Workflows;

/// <summary>Invariant Terminal: what has ended never changes again, and says when it ended.</summary>
public sealed class TerminalTests
{
    [Fact]
    public void Claim_OnAJobThatHasEnded_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob).Do();

        var refusal = run.Claim(AJob.Slow);

        Assert.Equal(WorkflowRefusal.JobEnded, refusal);
    }

    [Fact]
    public void Completion_AfterTheJobFailed_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob).Spoil();

        var refusal = run.Complete(AJob.Fast);

        Assert.Equal(WorkflowRefusal.JobEnded, refusal);
        Assert.Equal(WorkflowStatus.Failed, run.Job().Status);
    }

    [Fact]
    public void Failure_AfterTheJobSucceeded_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob).Do();

        var refusal = run.Fail(AJob.Fast, JobFailureKind.Invalid);

        Assert.Equal(WorkflowRefusal.JobEnded, refusal);
        Assert.Equal(WorkflowStatus.Succeeded, run.Status);
    }

    [Fact]
    public void Renewal_AfterTheWorkflowWasCanceled_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.Cancel();

        var refusal = run.Renew(AJob.Slow);

        Assert.Equal(WorkflowRefusal.JobEnded, refusal);
    }

    [Fact]
    public void Abandoning_AfterTheJobEnded_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob).Do();

        var refusal = run.Abandon();

        Assert.Equal(WorkflowRefusal.JobEnded, refusal);
    }

    [Fact]
    public void Cancel_AfterTheWorkflowSucceeded_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob).Do();

        var refusal = run.Cancel();

        Assert.Equal(WorkflowRefusal.WorkflowEnded, refusal);
        Assert.Equal(WorkflowStatus.Succeeded, run.Status);
    }

    [Fact]
    public void Wake_LongAfterTheWorkflowEnded_ChangesNothing()
    {
        var run = new WorkflowRun(AStep.OneJob).Do();
        var ended = run.Workflow;

        run.Pass(TimeSpan.FromDays(1)).Wake();

        Assert.Same(ended, run.Workflow);
    }

    [Fact]
    public void Ending_OfTheLastJob_IsDatedAtJobStepAndWorkflow()
    {
        var run = new WorkflowRun(AStep.OneJob);

        run.Pass(TimeSpan.FromSeconds(5)).Do();

        Assert.Equal(run.Now, run.Job().CompletedAt);
        Assert.Equal(run.Now, run.Step(0).CompletedAt);
        Assert.Equal(run.Now, run.Workflow.CompletedAt);
    }

    // An abandoned job has ended without ever having been claimed; planning its step anew would have undone that.
    [Fact]
    public void StepChange_AfterAJobWasAbandonedAndReplaced_IsRefused()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 1, retries: 1));
        run.Exhaust();

        var refusal = run.Change(0, new StepChange { Input = AStep.Emitting(jobs: 1) });

        Assert.Equal(WorkflowRefusal.StepStarted, refusal);
        Assert.Equal(WorkflowStatus.Failed, run.Job().Status);
    }
}
