using System.Collections.Immutable;
using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Steps;
using Baton.Core.Tests.Workflows;
using Baton.Steps;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Callbacks;

public sealed class OutboxTests
{
    [Fact]
    public void Failure_OfAJob_IsToldBeforeItsStepsAndTheWorkflows_AndWhatItCanceledInBetween()
    {
        var run = Started("*", AStep.OneJob, AStep.OneJobAfter(0));

        run.Spoil();

        Assert.Equal(
            ["job:Failed", "step:Failed", "step:Canceled", "workflow:Failed"],
            run.Workflow.Outbox!.Queues[0].Waiting.TakeLast(4).Select(Name));
    }

    [Fact]
    public void Success_OfAStep_IsToldBeforeWhatItReadied()
    {
        var run = Started("*", AStep.OneJob, AStep.OneJobAfter(0));

        run.Do();

        Assert.Equal(
            ["workflow:Unassigned", "step:Unassigned", "job:Unassigned", "step:Unassigned", "workflow:Processing", "step:Processing", "job:Processing", "job:Succeeded", "step:Succeeded", "job:Unassigned"],
            run.Workflow.Outbox!.Queues[0].Waiting.Select(Name));
    }

    [Fact]
    public void Workflow_WithoutCallbacks_HasNoOutboxAndNotOneByteMore()
    {
        var run = new WorkflowRun(AStep.OneJob);

        run.Do();

        Assert.Null(run.Workflow.Outbox);
        Assert.DoesNotContain("outbox", StoredText.Of(run.Workflow), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Workflow_ThatHasEnded_IsWokenUntilAllIsToldAndThenNoMore()
    {
        var run = Started("succeeded", AStep.OneJob);
        run.Do();

        Assert.Equal(run.Now + WorkflowRun.Patience.LostAfter, WakeUp.At(run.Workflow));
        run.Decide(new WorkflowCommand.ReportCallback(0, 1, new CallbackOutcome.Delivered()));
        run.Decide(new WorkflowCommand.ReportCallback(0, 2, new CallbackOutcome.Delivered()));
        run.Decide(new WorkflowCommand.ReportCallback(0, 3, new CallbackOutcome.Delivered()));

        Assert.Null(WakeUp.At(run.Workflow));
    }

    [Fact]
    public void Workflow_OfAnOlderVersionWithoutOutbox_IsToldFromItsNextTransitionOn()
    {
        var run = new WorkflowRun(AStep.OneJob);
        var older = new WorkflowRun(run.Workflow with { Definition = run.Workflow.Definition with { Callbacks = To("succeeded") } });

        older.Do();

        Assert.Equal(["job:Succeeded", "step:Succeeded", "workflow:Succeeded"], older.Workflow.Outbox!.Queues[0].Waiting.Select(Name));
    }

    private static WorkflowRun Started(string status, params StepDefinition[] steps)
    {
        var submitted = AWorkflow.Of(steps);
        return new WorkflowRun(submitted with { Definition = submitted.Definition with { Callbacks = To(status) } });
    }

    private static ImmutableArray<WorkflowCallback> To(string status) =>
        [new WorkflowCallback { Url = "https://a.example/", Type = [$"workflow:{status}", $"step:{status}", $"job:{status}"] }];

    private static string Name(CallbackEvent happened) => $"{happened.Kind}:{happened.Status}";
}
