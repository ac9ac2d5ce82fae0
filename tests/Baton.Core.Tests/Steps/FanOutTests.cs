using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Xunit;
using static Baton.Contracts.Workflows.WorkflowStatus;

namespace Baton.Core.Tests.Steps;

/// <summary>A step of several jobs needs them all.</summary>
public sealed class FanOutTests
{
    [Fact]
    public void Step_WithThreeItems_EmitsAJobForEach()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 3));

        Assert.Equal([0, 1, 2], run.Step(0).Jobs.Select(job => job.Item));
        Assert.Equal(["job_1_0_0", "job_1_0_1", "job_1_0_2"], run.Step(0).Jobs.Select(job => job.Id.Value));
    }

    [Fact]
    public void Step_WithOneJobLeft_IsStillUnderWay()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 2));

        run.Do(number: 0);

        Assert.Equal(Processing, run.Status);
    }

    [Fact]
    public void Step_WithAllJobsDone_Succeeds()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 2));

        run.Do(number: 1).Do(number: 0);

        Assert.Equal(Succeeded, run.Status);
    }

    [Fact]
    public void Failure_OfOneJob_CancelsTheOthersAndKeepsWhatHasSucceeded()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 3));
        run.Do(number: 0);

        run.Spoil(number: 2);

        Assert.Equal([Succeeded, Canceled, Failed], run.Step(0).Jobs.Select(job => job.Status));
        Assert.Equal(Failed, run.Status);
        Assert.Equal((FailureReason.Canceled, "Another job of the same step did not succeed."), (run.Job(number: 1).Reason, run.Job(number: 1).Detail));
    }

    [Fact]
    public void BadInput_FoundWhenTheStepIsPlanned_FailsItWithAJobThatSaysWhy()
    {
        var run = new WorkflowRun(AStep.Unplannable("It is too large.", retries: 2));

        Assert.Equal(Failed, run.Status);
        Assert.Single(run.Step(0).Jobs);
        Assert.Equal((JobFailureKind.Invalid, "steps[0].input: It is too large."), (run.Job().Failure, run.Job().Detail));
    }
}
