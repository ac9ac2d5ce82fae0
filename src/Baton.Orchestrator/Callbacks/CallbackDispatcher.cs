using System.Globalization;
using Baton.Contracts.Callbacks;
using Baton.Storage;
using Baton.Workflows;
using Microsoft.Extensions.Options;

namespace Baton.Callbacks;

/// <summary>
/// Makes attempts at callers' endpoints:
/// <list type="number">
/// <item>waits for a slot of the endpoint and its host;</item>
/// <item>writes the body and signs it with the account's secrets;</item>
/// <item>posts it;</item>
/// <item>notes what came of it, for those who look.</item>
/// </list>
/// </summary>
internal sealed partial class CallbackDispatcher(
    CallbackSender sender,
    CallbackBody bodies,
    SigningSecrets secrets,
    CallbackLog log,
    CallbackMetrics metrics,
    IOptions<CallbackOptions> options,
    TimeProvider time,
    ILogger<CallbackDispatcher> logger) : ICallbacks
{
    private readonly DeliverySlots _slots = new(options.Value);

    /// <summary>Off the caller's thread, which has other workflows to see to.</summary>
    public Task<CallbackOutcome> Deliver(WorkflowState workflow, int endpoint, CallbackEvent happened) => Task.Run(() => Guarded(workflow, endpoint, happened));

    private async Task<CallbackOutcome> Guarded(WorkflowState workflow, int endpoint, CallbackEvent happened)
    {
        try
        {
            return await Attempt(workflow, endpoint, happened);
        }
        catch (Exception e) when (e is StoreUnavailableException or ObjectDisposedException)
        {
            // Without the account's secrets nothing can be signed, and nothing leaves unsigned. Or the server stops, and the next one goes on.
            return new CallbackOutcome.Busy();
        }
#pragma warning disable CA1031 // Whatever it was, the event is tried again and parked in the end; unreported, it would hold up all that is behind it.
        catch (Exception fault)
        {
            LogFault(logger, workflow.Id, fault);
            return new CallbackOutcome.Failed();
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Error, Message = "A callback of workflow {WorkflowId} ended in a fault of the server; it is tried again")]
    private static partial void LogFault(ILogger logger, WorkflowId workflowId, Exception fault);

    private async Task<CallbackOutcome> Attempt(WorkflowState workflow, int endpoint, CallbackEvent happened)
    {
        var target = CallbackTarget.Of(workflow.Definition)[endpoint];
        var url = CallbackUrl.Parse(target.Url);
        if (!await _slots.Enter(workflow.Account, url))
        {
            metrics.Postponed();
            return new CallbackOutcome.Busy();
        }

        try
        {
            return await Send(workflow, CallbackMessage.IdOf(workflow.Id, endpoint, happened), url, happened, target.WantsDetails(happened));
        }
        finally
        {
            _slots.Leave(workflow.Account, url);
        }
    }

    private async Task<CallbackOutcome> Send(WorkflowState workflow, string id, Uri url, CallbackEvent happened, bool detailed)
    {
        var keys = await secrets.Active(workflow.Account, CancellationToken.None);
        var body = bodies.Write(workflow, happened, detailed);
        var at = time.GetUtcNow();
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var started = time.GetTimestamp();
        var answer = await sender.Send(url, body,
        [
            ("webhook-id", id),
            ("webhook-timestamp", timestamp),
            ("webhook-signature", CallbackSignature.Of(keys, id, timestamp, body)),
            ("baton-sequence", happened.Number.ToString(CultureInfo.InvariantCulture)),
        ]);
        Note(workflow, url, new CallbackAttempt
        {
            At = at,
            WorkflowId = workflow.Id.Value,
            EventId = id,
            Event = CallbackMessage.NameOf(happened),
            Sequence = happened.Number,
            StatusCode = answer.StatusCode,
            DurationMilliseconds = (int)time.GetElapsedTime(started).TotalMilliseconds,
            LagMilliseconds = (long)(time.GetUtcNow() - happened.At).TotalMilliseconds,
            Error = answer.Error,
        });
        return answer.Outcome;
    }

    private void Note(WorkflowState workflow, Uri url, CallbackAttempt attempt)
    {
        log.Add(workflow.Account, CallbackUrl.NameOf(url), attempt);
        metrics.Add(attempt);
    }
}
