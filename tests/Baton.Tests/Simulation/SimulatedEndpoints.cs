using Baton.Callbacks;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>One process's way to the callers' endpoints. An attempt arrives when the world likes, or never; some time later its answer comes back, or does not.</summary>
internal sealed class SimulatedEndpoints(World world, object process) : ICallbacks
{
    public Task<CallbackOutcome> Deliver(WorkflowState workflow, int endpoint, CallbackEvent happened) =>
        world.Deliveries.Begin(process, workflow.Id, endpoint, happened);
}

/// <summary>Attempts on their way, from all processes.</summary>
internal sealed class SimulatedDeliveries(World world)
{
    private readonly List<Attempt> _attempts = [];

    public int Count => _attempts.Count;

    public Task<CallbackOutcome> Begin(object process, WorkflowId workflow, int endpoint, CallbackEvent happened)
    {
        var attempt = new Attempt(process, workflow, endpoint, happened);
        _attempts.Add(attempt);
        return attempt.Answer.Task;
    }

    /// <summary>Takes one of them a step on: it arrives or is lost, then its answer comes.</summary>
    public void Advance(bool honest)
    {
        var attempt = _attempts[honest ? 0 : world.Pick(_attempts.Count)];
        if (attempt.Outcome is { } outcome)
        {
            _attempts.Remove(attempt);
            attempt.Answer.SetResult(outcome);
            return;
        }

        var chance = honest ? 0 : world.Pick(20);
        attempt.Outcome = chance switch
        {
            < 14 => new CallbackOutcome.Delivered(),
            < 19 => new CallbackOutcome.Failed(),
            _ => new CallbackOutcome.Busy(),
        };
        if (chance < 16)
        {
            // Of those that arrive, some are answered with an error or not at all.
            Arrive(attempt);
        }
    }

    /// <summary>The process is gone: what was on its way may still arrive, and nobody hears of it.</summary>
    public void Disconnect(object process, Func<bool> arrives)
    {
        foreach (var attempt in _attempts.Where(attempt => attempt.Process == process && attempt.Outcome is null && arrives()))
        {
            Arrive(attempt);
        }

        _attempts.RemoveAll(attempt => attempt.Process == process);
    }

    private void Arrive(Attempt attempt)
    {
        world.Log.Add("told", attempt.Workflow.Value, attempt.Happened.Number);
        world.Receiver.Hear(attempt.Workflow, attempt.Endpoint, attempt.Happened);
    }

    private sealed record Attempt(object Process, WorkflowId Workflow, int Endpoint, CallbackEvent Happened)
    {
        public TaskCompletionSource<CallbackOutcome> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CallbackOutcome? Outcome { get; set; }
    }
}
