using Baton.Contracts.Workflows;
using Baton.Core.Tests.Jobs;
using Baton.Core.Tests.Steps;
using Baton.Workflows;
using Xunit;
using static Baton.Contracts.Workflows.WorkflowStatus;

namespace Baton.Core.Tests.Workflows;

/// <summary>Invariant Rollup: the status of the whole follows from those of its parts, and nothing runs whose dependency did not succeed.</summary>
public sealed class RollupTests
{
    public static TheoryData<WorkflowStatus[], WorkflowStatus> Parts => new()
    {
        { [], Succeeded },
        { [Succeeded, Succeeded], Succeeded },
        { [Succeeded, Canceled], Canceled },
        { [Canceled, Expired, Succeeded], Expired },
        { [Canceled, Failed, Expired], Failed },
        { [Unassigned, Unassigned], Unassigned },
        { [Unassigned, Succeeded], Processing },
        { [Unassigned, Failed], Processing },
        { [Unassigned, Preparing], Preparing },
        { [Preparing, Scheduled, Failed], Scheduled },
        { [Processing, Scheduled, Succeeded], Processing },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Status_OfTheWhole_FollowsFromItsParts(WorkflowStatus[] parts, WorkflowStatus whole)
    {
        Assert.Equal(whole, Rollup.Of(parts));
        Assert.Equal(whole, Rollup.Of(parts.Reverse()));
    }

    [Fact]
    public void Start_ReadiesStepsThatWaitForNothing()
    {
        var run = new WorkflowRun(AStep.OneJob, AStep.OneJobAfter(0), AStep.OneJob);

        Assert.Equal([1, 0, 1], run.Workflow.Steps.Select(step => step.Jobs.Length));
        Assert.Equal(Unassigned, run.Status);
        Assert.Null(run.Workflow.StartedAt);
    }

    [Fact]
    public void Success_OfADependency_ReadiesItsDependents()
    {
        var run = new WorkflowRun(AStep.OneJobAfter(1), AStep.OneJob);

        run.Do(step: 1);

        Assert.Single(run.Step(0).Jobs);
        Assert.Equal(Processing, run.Status);
    }

    [Fact]
    public void Success_OfOneOfTwoDependencies_ReadiesNothing()
    {
        var run = new WorkflowRun(AStep.OneJob, AStep.OneJob, AStep.OneJobAfter(0, 1));

        run.Do(step: 0);

        Assert.Empty(run.Step(2).Jobs);
        Assert.Null(run.Step(2).ReadyAt);
    }

    [Fact]
    public void Failure_OfAStep_CancelsAllThatDependOnItWithoutAJob()
    {
        var run = new WorkflowRun(AStep.OneJobAfter(1), AStep.OneJobAfter(2), AStep.OneJob);

        run.Spoil(step: 2);

        Assert.Equal([Canceled, Canceled, Failed], run.Workflow.Steps.Select(step => step.Status));
        Assert.Empty(run.Step(0).Jobs.Concat(run.Step(1).Jobs));
        Assert.Equal(Failed, run.Status);
        Assert.All(run.Workflow.Steps, step => Assert.Equal(run.Now, step.CompletedAt));
    }

    [Fact]
    public void Failure_OfAStep_LetsIndependentOnesRunToTheirEnd()
    {
        var run = new WorkflowRun(AStep.OneJob, AStep.OneJob);

        run.Spoil(step: 0);

        Assert.Equal(Processing, run.Status);
        Assert.Equal(Failed, run.Do(step: 1).Status);
        Assert.Equal(Succeeded, run.Step(1).Status);
    }

    [Fact]
    public void Step_WithoutJobs_SucceedsAtOnceAndReadiesItsDependents()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 0), AStep.OneJobAfter(0));

        Assert.Equal(Succeeded, run.Step(0).Status);
        Assert.Single(run.Step(1).Jobs);
    }

    [Fact]
    public void Workflow_OfStepsWithoutJobs_SucceedsAtSubmit()
    {
        var run = new WorkflowRun(AStep.Of(jobs: 0), AStep.Of(jobs: 0, dependsOn: 0));

        Assert.Equal(Succeeded, run.Status);
        Assert.Equal((run.Now, run.Now), (run.Workflow.StartedAt, run.Workflow.CompletedAt));
    }

    [Fact]
    public void Claim_OfAJob_StartsItsStepAndWorkflow()
    {
        var run = new WorkflowRun(AStep.OneJob).Pass(TimeSpan.FromSeconds(3));

        run.Claim(AJob.Slow);

        Assert.Equal((run.Now, run.Now, run.Now), (run.Job().StartedAt, run.Step(0).StartedAt, run.Workflow.StartedAt));
    }
}
