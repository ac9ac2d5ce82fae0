using Baton.Claims;
using Baton.Client.Workers;
using Baton.Storage;
using Baton.Workflows;

namespace Baton.Jobs;

/// <summary>Writes the external request of one claim down in its workflow, on disk each time.</summary>
/// <param name="unwanted">Canceled when the workflow says that the job is no longer ours.</param>
internal sealed class RequestNotes(IWorkflowGrain workflow, ClaimedJob job, ClaimHolder holder, CancellationTokenSource unwanted, TimeProvider time, CancellationToken stopping) : IExternalRequests
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private JobStop _stop;
    private decimal? _cost;
    private int _begun;

    public OpenRequest? Open { get; private set; } = job.Request is { } left ? new OpenRequest(left.Key, left.RemoteId, left.NotedAt) : null;

    public JobStop Stopped => _stop != JobStop.No ? _stop : stopping.IsCancellationRequested ? JobStop.Stopping : JobStop.No;

    /// <summary>What the handler said that it cost; null when it said nothing.</summary>
    public decimal? Cost
    {
        get
        {
            lock (_lock)
            {
                return _cost;
            }
        }
    }

    public void Charge(decimal dollars)
    {
        lock (_lock)
        {
            _cost = (_cost ?? 0) + dollars;
        }
    }

    /// <summary>Remembers why the job is stopped before its token is canceled, so that the handler can tell.</summary>
    public void Stop(WorkflowRefusal refusal) =>
        _stop = refusal is WorkflowRefusal.Overtaken or WorkflowRefusal.JobEnded or WorkflowRefusal.JobUnknown ? JobStop.Unwanted : JobStop.Lost;

    public async Task<OpenRequest> Begin(CancellationToken cancellationToken)
    {
        var request = Open is { RemoteId: null } lost ? lost.Again(time.GetUtcNow()) : new OpenRequest($"{job.Job}-{holder.Epoch}.{++_begun}", null, time.GetUtcNow());
        try
        {
            await Report(new WorkflowCommand.NoteRequest(job.Job, holder, request.Key, null), cancellationToken);
        }
        catch (StoreUnavailableException away)
        {
            throw new JobFailedException(JobFailure.Transient, "The server could not write the request down, so it was not made.", away);
        }

        return Open = request;
    }

    /// <summary>The request is out, so this does not give up while the job is ours.</summary>
    public async Task Know(string remoteId, CancellationToken cancellationToken)
    {
        Open = (Open ?? throw new InvalidOperationException("No request was begun.")) with { RemoteId = remoteId };
        await Insist(new WorkflowCommand.NoteRequest(job.Job, holder, Open.Key, remoteId), cancellationToken);
    }

    public async Task End(CancellationToken cancellationToken)
    {
        Open = null;
        await Insist(new WorkflowCommand.EndRequest(job.Job, holder), cancellationToken);
    }

    private async Task Insist(WorkflowCommand report, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await Report(report, cancellationToken);
                return;
            }
            catch (Exception e) when (e is StoreUnavailableException or OrleansException or TimeoutException)
            {
                await Task.Delay(RetryPause, time, cancellationToken);
            }
        }
    }

    private async Task Report(WorkflowCommand report, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await workflow.Report(job.Job, report, onDisk: true) is { } refusal)
        {
            Stop(refusal);
            await unwanted.CancelAsync();
            throw new OperationCanceledException(unwanted.Token);
        }
    }
}
