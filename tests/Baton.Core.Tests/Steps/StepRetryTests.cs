using Baton.Core.Tests.Jobs;
using Baton.Core.Tests.Workflows;
using Baton.Jobs;
using Xunit;
using static Baton.Contracts.Workflows.WorkflowStatus;

namespace Baton.Core.Tests.Steps;

/// <summary>The caller's retries: a job that failed for good is replaced while there are some left.</summary>
public sealed class StepRetryTests
{
    [Fact]
    public void Job_ThatFailedForGood_IsReplacedByOneForTheSameItem()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 2, retries: 1));

        run.Exhaust(number: 1);

        Assert.Equal([Unassigned, Failed, Unassigned], run.Step(0).Jobs.Select(job => job.Status));
        Assert.Equal((1, "job_1_0_2"), (run.Job(number: 2).Item, run.Job(number: 2).Id.Value));
        Assert.Equal(Unassigned, run.Status);
    }

    [Fact]
    public void Replacement_KnowsNothingOfTheTroubleBefore()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 1, retries: 1));
        run.Exhaust();

        var refusal = run.Claim(AJob.Slow, number: 1);

        Assert.Null(refusal);
        Assert.Equal(Processing, run.Status);
    }

    [Fact]
    public void Replacement_ThatSucceeds_MakesTheStepSucceed()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 1, retries: 1));
        run.Exhaust();

        run.Do(number: 1);

        Assert.Equal(Succeeded, run.Status);
    }

    [Fact]
    public void Step_WhoseRetriesAreUsedUp_Fails()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 1, retries: 2));

        run.Exhaust(number: 0);
        run.Exhaust(number: 1);
        run.Exhaust(number: 2);

        Assert.Equal(Failed, run.Status);
        Assert.Equal(3, run.Step(0).Jobs.Length);
    }

    [Fact]
    public void Job_ThatNoProviderTakes_IsNotReplaced()
    {
        var nobody = new WorkflowRun(AStep.Of(jobs: 1, retries: 2));
        var rejected = new WorkflowRun(AStep.Of(jobs: 1, retries: 2));
        rejected.Claim(AJob.Slow);
        rejected.Fail(AJob.Slow, JobFailureKind.Rejected);

        nobody.Abandon();
        rejected.Abandon();

        Assert.All([nobody, rejected], run => Assert.Equal((Failed, FailureReason.NoProviderAvailable), (run.Status, Assert.Single(run.Step(0).Jobs).Reason)));
    }

    [Theory]
    [InlineData(JobFailureKind.Invalid)]
    [InlineData(JobFailureKind.Blocked)]
    public void Job_ThatWouldFailTheSameWay_IsNotReplaced(JobFailureKind kind)
    {
        var run = new WorkflowRun(AStep.Of(jobs: 1, retries: 2));
        run.Claim(AJob.Slow);

        run.Fail(AJob.Slow, kind);

        Assert.Equal(Failed, run.Status);
        Assert.Single(run.Step(0).Jobs);
    }
}
