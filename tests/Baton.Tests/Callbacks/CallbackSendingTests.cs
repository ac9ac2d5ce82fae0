using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Storage;
using Baton.Tests.Workflows;
using Baton.Workflows;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Baton.Tests.Callbacks;

/// <summary>What a workflow's actor sends, and when (invariant InOrder).</summary>
public sealed class CallbackSendingTests : ICallbacks
{
    private readonly List<(CallbackEvent Happened, TaskCompletionSource<CallbackOutcome> Answer)> _sent = [];
    private readonly List<WorkflowCommand> _applied = [];
    private readonly FakeTimeProvider _time = new();
    private readonly CallbackSending _sending;
    private Exception? _applyFails;
    private int _over;

    public CallbackSendingTests() => _sending = new CallbackSending(this, _time, Apply, () => _over++);

    [Fact]
    public async Task Events_OfOneQueue_LeaveOneAtATime()
    {
        var workflow = Waiting(1, 0);

        _sending.Update(workflow);
        _sending.Update(workflow);
        _sending.Update(workflow);

        Assert.Equal(1, Assert.Single(_sent).Happened.Number);
        Assert.False(_sending.IsIdle);
        await Answer(new CallbackOutcome.Delivered());
        Assert.Equal(new WorkflowCommand.ReportCallback(0, 1, new CallbackOutcome.Delivered()), Assert.Single(_applied));
        Assert.True(_sending.IsIdle);
        Assert.Equal(1, _over);
        Assert.Single(_sent);
        _sending.Update(Waiting(2));
        Assert.Equal(2, _sent[^1].Happened.Number);
    }

    [Fact]
    public async Task Events_ThatHaveNumbersOnDisk_LeaveOneAfterTheOtherAndAreWrittenDownTogether()
    {
        _sending.Update(Waiting(1, 2, 3, 0));

        await Next(new CallbackOutcome.Delivered(), 2);
        Assert.Empty(_applied);
        await Next(new CallbackOutcome.Delivered(), 3);
        await Answer(new CallbackOutcome.Failed());

        Assert.Equal([1, 2, 3], _sent.Select(sent => sent.Happened.Number));
        Assert.Equal(
            [Report(1, new CallbackOutcome.Delivered()), Report(2, new CallbackOutcome.Delivered()), Report(3, new CallbackOutcome.Failed())],
            _applied);
    }

    [Fact]
    public async Task Event_ThatWasNotTaken_HoldsUpThoseBehindIt()
    {
        _sending.Update(Waiting(1, 2));

        await Answer(new CallbackOutcome.Failed());

        Assert.Equal(1, Assert.Single(_sent).Happened.Number);
    }

    [Fact]
    public async Task SlowEndpoint_HasItWrittenDownThatAnEventWasTaken_BeforeTheNextLeaves()
    {
        _sending.Update(Waiting(1, 2));

        _time.Advance(TimeSpan.FromSeconds(1));
        await Answer(new CallbackOutcome.Delivered());

        Assert.Equal(Report(1, new CallbackOutcome.Delivered()), Assert.Single(_applied));
        Assert.Single(_sent);
    }

    [Fact]
    public void Queue_ThatPausesOrIsEmpty_SendsNothing()
    {
        _sending.Update(Waiting(1) with { Outbox = new Outbox { Queues = [new CallbackQueue(), Waiting(1).Outbox!.Queues[0] with { Pauses = true }] } });
        _sending.Update(OneActor.AWorkflow("quick"));
        _sending.Update(null);

        Assert.Empty(_sent);
    }

    [Fact]
    public async Task Report_ThatTheStoreDoesNotTake_LeavesTheEventToBeSentAgain()
    {
        _applyFails = new StoreUnavailableException("It is away.");
        _sending.Update(Waiting(1));

        await Answer(new CallbackOutcome.Delivered());
        _sending.Update(Waiting(1));

        Assert.Equal([1, 1], _sent.Select(sent => sent.Happened.Number));
    }

    Task<CallbackOutcome> ICallbacks.Deliver(WorkflowState workflow, int endpoint, CallbackEvent happened)
    {
        var answer = new TaskCompletionSource<CallbackOutcome>();
        _sent.Add((happened, answer));
        return answer.Task;
    }

    private Task<ActorReply> Apply(WorkflowCommand command)
    {
        _applied.Add(command);
        return _applyFails is null ? Task.FromResult<ActorReply>(new ActorReply.NotFound()) : Task.FromException<ActorReply>(_applyFails);
    }

    private static WorkflowCommand.ReportCallback Report(int number, CallbackOutcome outcome) => new(0, number, outcome);

    /// <summary>Answers and waits for the next one to leave.</summary>
    private async Task Next(CallbackOutcome outcome, int number)
    {
        _sent[^1].Answer.SetResult(outcome);
        while (_sent[^1].Happened.Number != number)
        {
            await Task.Yield();
        }
    }

    private async Task Answer(CallbackOutcome outcome)
    {
        _sent[^1].Answer.SetResult(outcome);
        while (!_sending.IsIdle || _over == 0)
        {
            await Task.Yield();
        }
    }

    private static WorkflowState Waiting(params int[] numbers) => OneActor.AWorkflow("quick") with
    {
        Outbox = new Outbox { Queues = [new CallbackQueue { Waiting = [.. numbers.Select(number => new CallbackEvent { Number = number, Status = WorkflowStatus.Succeeded })] }] },
    };
}
