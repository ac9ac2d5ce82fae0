using System.Text.Json;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Jobs;
using Baton.Core.Tests.Workflows;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Steps;

/// <summary>A caller may change a step until it has started.</summary>
public sealed class StepChangeTests
{
    private static readonly JsonElement Metadata = JsonElement.Parse("""{"colour":"red"}""");

    [Fact]
    public void Input_OfAStepThatNobodyHasClaimed_IsPlannedAnew()
    {
        var run = new WorkflowRun(AStep.OneJob).Pass(TimeSpan.FromMinutes(1));

        var refusal = run.Change(0, new StepChange { Input = AStep.Emitting(jobs: 3) });

        Assert.Null(refusal);
        Assert.Equal(3, run.Step(0).Jobs.Length);
        Assert.Equal(run.Now, run.Step(0).ReadyAt);
    }

    [Fact]
    public void Input_ThatNowNeedsAnotherStep_MakesTheStepWaitForIt()
    {
        var run = new WorkflowRun(AStep.OneJob, AStep.OneJob);

        run.Change(1, new StepChange { Input = AStep.Emitting(jobs: 1), DependsOn = [0] });

        Assert.Empty(run.Step(1).Jobs);
        Assert.Null(run.Step(1).ReadyAt);
        Assert.Single(run.Do(step: 0).Step(1).Jobs);
    }

    [Fact]
    public void Timeout_OfAStepThatNobodyHasClaimed_CountsFromWhenItWasReady()
    {
        var run = new WorkflowRun(AStep.OneJob).Pass(TimeSpan.FromMinutes(1));

        run.Change(0, new StepChange { Timeout = TimeSpan.FromMinutes(2), Priority = Priority.High, Retries = 4 });

        Assert.Equal(AWorkflow.Start + TimeSpan.FromMinutes(2), run.Workflow.DeadlineOf(0));
        Assert.Equal((Priority.High, 4), (run.Workflow.Definition.Steps[0].Priority, run.Workflow.Definition.Steps[0].Retries));
    }

    [Fact]
    public void Run_OfAStepThatHasStarted_CannotBeChanged()
    {
        var run = new WorkflowRun(AStep.OneJob);
        run.Claim(AJob.Slow);
        run.HandBack(AJob.Slow);

        var refusal = run.Change(0, new StepChange { Priority = Priority.High });

        Assert.Equal(WorkflowRefusal.StepStarted, refusal);
    }

    [Fact]
    public void Run_OfAWorkflowThatHasEnded_CannotBeChanged()
    {
        var run = new WorkflowRun(AStep.OneJob).Do();

        var refusal = run.Change(0, new StepChange { Priority = Priority.High });

        Assert.Equal(WorkflowRefusal.WorkflowEnded, refusal);
    }

    [Fact]
    public void Metadata_OfAStepThatHasEnded_CanBeChanged()
    {
        var run = new WorkflowRun(AStep.OneJob).Do();

        var refusal = run.Change(0, new StepChange { Metadata = Metadata });

        Assert.Null(refusal);
        Assert.Equal("red", run.Step(0).Metadata!.Value.GetProperty("colour").GetString());
    }

    [Fact]
    public void Change_MadeFromWhatIsNoLongerSo_IsRefused()
    {
        var run = new WorkflowRun(AStep.OneJob);
        var seen = StepChangeBase.Of(run.Workflow, 0);
        run.Change(0, new StepChange { Metadata = Metadata });

        var refusal = run.Change(0, new StepChange { Priority = Priority.High, MadeFrom = seen });

        Assert.Equal(WorkflowRefusal.ChangedSince, refusal);
    }
}
