using Baton.Storage;
using Baton.Workflows;

namespace Baton.Callbacks;

/// <summary>
/// Sends what stands in one workflow's outbox: to each endpoint one event at a time (invariant InOrder), and only what is on disk, so that whoever is told
/// can read it. Events that are on disk with their numbers leave one after the other; that they were taken is written down once for all of them. A crash before
/// that sends them again, in the same order and under the same ids.
/// </summary>
/// <param name="apply">Carries out a command on the workflow; ends when its outcome is on disk.</param>
/// <param name="sent">Called when attempts are over and written down.</param>
internal sealed class CallbackSending(ICallbacks callbacks, TimeProvider time, Func<WorkflowCommand, Task<ActorReply>> apply, Action sent)
{
    /// <summary>For no longer than this is it unwritten that an event was taken while further ones leave.</summary>
    private static readonly TimeSpan UnwrittenMax = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<int> _sending = [];

    public bool IsIdle => _sending.Count == 0;

    /// <summary>Sends what this state, which is on disk, has to send and what is not being sent.</summary>
    public void Update(WorkflowState? durable)
    {
        if (durable?.Outbox is not { } outbox)
        {
            return;
        }

        for (var i = 0; i < outbox.Queues.Length; i++)
        {
            if (outbox.Queues[i].Next is { } next && _sending.Add(i))
            {
                _ = Send(durable, i, next);
            }
        }
    }

    private async Task Send(WorkflowState durable, int endpoint, CallbackEvent first)
    {
        try
        {
            var reports = await Deliver(durable, endpoint, first);
            await Task.WhenAll(reports.ConvertAll(report => apply(report)));
        }
        catch (StoreUnavailableException)
        {
            // What was sent is not written down, so the wake-up on disk has it sent again, under the same ids.
        }
        finally
        {
            _sending.Remove(endpoint);
        }

        sent();
    }

    private async Task<List<WorkflowCommand>> Deliver(WorkflowState durable, int endpoint, CallbackEvent first)
    {
        var reports = new List<WorkflowCommand>();
        var begun = time.GetTimestamp();
        CallbackOutcome outcome;
        var next = first;
        do
        {
            outcome = await callbacks.Deliver(durable, endpoint, next);
            reports.Add(new WorkflowCommand.ReportCallback(endpoint, next.Number, outcome));
            next = durable.Outbox!.Queues[endpoint].After(next);
        }
        while (next is not null && outcome is CallbackOutcome.Delivered && time.GetElapsedTime(begun) < UnwrittenMax);

        return reports;
    }
}
