using Baton.Core.Tests.Jobs;
using Baton.Core.Tests.Steps;
using Baton.Jobs;
using Baton.Workflows;
using Xunit;
using static Baton.Contracts.Workflows.WorkflowStatus;

namespace Baton.Core.Tests.Workflows;

/// <summary>The caller stops a workflow, or has it gone.</summary>
public sealed class CancelTests
{
    [Fact]
    public void Cancel_WhileAJobIsHeld_EndsEverythingAndTakesTheLease()
    {
        var run = new WorkflowRun(AStep.OneJob, AStep.OneJobAfter(0));
        run.Claim(AJob.Slow);

        var refusal = run.Cancel();

        Assert.Null(refusal);
        Assert.Equal([Canceled, Canceled], run.Workflow.Steps.Select(step => step.Status));
        Assert.Equal((FailureReason.Canceled, "The workflow was canceled."), (run.Job().Reason, run.Job().Detail));
        Assert.Null(run.Job().Lease);
        Assert.Equal((Canceled, run.Now), (run.Status, run.Workflow.CompletedAt));
    }

    [Fact]
    public void Cancel_AfterAStepSucceeded_KeepsItsResult()
    {
        var run = new WorkflowRun(AStep.OneJob, AStep.OneJobAfter(0)).Do();

        run.Cancel();

        Assert.Equal([Succeeded, Canceled], run.Workflow.Steps.Select(step => step.Status));
        Assert.NotNull(run.Job().Output);
        Assert.Equal(Canceled, run.Status);
    }

    [Fact]
    public void Cancel_Repeated_IsAcceptedAgain()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Cancel();
        var canceled = run.Workflow;

        var refusal = run.Cancel();

        Assert.Null(refusal);
        Assert.Same(canceled, run.Workflow);
    }

    [Fact]
    public void Cancel_RepeatedAfterItEndedFailedByTheFirst_IsAcceptedAgain()
    {
        var run = new WorkflowRun(AStep.OneJob, AStep.OneJob).Spoil();
        run.Cancel();
        var canceled = run.Workflow;

        var refusal = run.Cancel();

        Assert.Equal((Failed, run.Now), (run.Status, canceled.CanceledAt));
        Assert.Null(refusal);
        Assert.Same(canceled, run.Workflow);
    }

    [Fact]
    public void Cancel_OfWhatEndedFailedByItself_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob).Spoil();

        var refusal = run.Cancel();

        Assert.Equal(WorkflowRefusal.WorkflowEnded, refusal);
    }

    [Fact]
    public void Delete_WhileItRuns_CancelsIt()
    {
        var run = new WorkflowRun(AStep.OneJob);

        run.Decide(new WorkflowCommand.Delete());

        Assert.Equal((Canceled, run.Now), (run.Status, run.Workflow.DeletedAt));
    }

    [Fact]
    public void Delete_AfterItEnded_KeepsItsStatus()
    {
        var run = new WorkflowRun(AStep.OneJob).Do().Pass(TimeSpan.FromHours(1));

        run.Decide(new WorkflowCommand.Delete());

        Assert.Equal((Succeeded, run.Now), (run.Status, run.Workflow.DeletedAt));
    }

    [Fact]
    public void Delete_Repeated_ChangesNothing()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Decide(new WorkflowCommand.Delete());
        var deleted = run.Workflow;

        var refusal = run.Pass(TimeSpan.FromHours(1)).Decide(new WorkflowCommand.Delete());

        Assert.Null(refusal);
        Assert.Same(deleted, run.Workflow);
    }

    [Fact]
    public void Ephemeral_OnceItHasEnded_IsLeftToTheStoreToForget()
    {
        var submitted = AWorkflow.Of(AStep.OneJob);
        var run = new WorkflowRun(submitted with { Definition = submitted.Definition with { Ephemeral = true } });

        run.Do();

        Assert.Equal((Succeeded, null), (run.Status, run.Workflow.DeletedAt));
        Assert.True(run.Workflow.Definition.Ephemeral);
    }
}
