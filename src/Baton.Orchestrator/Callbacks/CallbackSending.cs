using Baton.Storage;
using Baton.Workflows;

namespace Baton.Callbacks;

/// <summary>
/// Sends what stands in one workflow's outbox: to each endpoint one event at a time (invariant InOrder), and only what is on disk, so that whoever is told
/// can read it. The next one leaves when it is on disk that the last one has arrived.
/// </summary>
/// <param name="apply">Carries out a command on the workflow; ends when its outcome is on disk.</param>
/// <param name="sent">Called when an attempt is over and written down.</param>
internal sealed class CallbackSending(ICallbacks callbacks, Func<WorkflowCommand, Task<ActorReply>> apply, Action sent)
{
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

    private async Task Send(WorkflowState durable, int endpoint, CallbackEvent next)
    {
        try
        {
            var outcome = await callbacks.Deliver(durable, endpoint, next);
            await apply(new WorkflowCommand.ReportCallback(endpoint, next.Number, outcome));
        }
        catch (StoreUnavailableException)
        {
            // That it was sent is not written down, so the wake-up on disk has it sent again, under the same id.
        }
        finally
        {
            _sending.Remove(endpoint);
        }

        sent();
    }
}
