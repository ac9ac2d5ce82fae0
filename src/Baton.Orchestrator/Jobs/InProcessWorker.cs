using Baton.Blobs;
using Baton.Claims;
using Baton.Client.Workers;
using Baton.Contracts.Workflows;
using Baton.Explanations;
using Baton.Offers;
using Baton.Providers;
using Baton.Redaction;
using Baton.Storage;
using Baton.Streams;
using Baton.Workers;
using Baton.Workflows;

namespace Baton.Jobs;

/// <summary>
/// One slot of an in-process provider. It uses the verbs that every worker uses:
/// <list type="number">
/// <item>wait for an offer;</item>
/// <item>claim the job, which the workflow may refuse;</item>
/// <item>run it, renewing the claim and passing progress on; a refused renewal means that the result is no longer wanted;</item>
/// <item>report the outcome, again and again while the store is away and the claim lasts.</item>
/// </list>
/// </summary>
/// <param name="lease">How long a claim lasts without a renewal.</param>
/// <param name="pricePerJob">What a job costs, in US dollars, where its handler does not know better; null: nothing.</param>
internal sealed partial class InProcessWorker(
    HandlerPool pool,
    WorkerId worker,
    IGrainFactory grains,
    JobContextFactory contexts,
    JobPreviews previews,
    JobStreams streams,
    RecentDurations durations,
    TimeSpan lease,
    decimal? pricePerJob,
    TimeProvider time,
    InProcessWorkerOptions options,
    ILogger logger)
{
    private static readonly TimeSpan OfferWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    private readonly ProviderId _provider = new(pool.Name);
    private readonly WorkerAsking _asking = WorkerAsking.Plain(worker);
    private readonly IProviderQueueGrain _queue = grains.GetGrain<IProviderQueueGrain>(pool.Name);
    private readonly Dictionary<string, IJobHandler> _handlers = pool.Handlers.ToDictionary(handler => handler.Type);

    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await RunNext(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is StoreUnavailableException or OrleansException or TimeoutException)
            {
                LogInterrupted(logger, worker, e);
                await Task.Delay(RetryPause, time, CancellationToken.None);
            }
        }
    }

    private async Task RunNext(CancellationToken stopping)
    {
        if (pool.WhenReady is { } whenReady)
        {
            await whenReady(stopping);
        }

        if (await _queue.Next(_asking, 1, OfferWait, stopping) is not [var offer])
        {
            return;
        }

        if (pool.IsReady?.Invoke() == false)
        {
            // What it needs went away while it waited: whoever is ready first shall have the job, and nobody finds out anew.
            await _queue.Offer(offer);
            return;
        }

        var workflow = grains.GetGrain<IWorkflowGrain>(offer.Workflow.Value);
        var claim = new WorkflowCommand.Claim(offer.Job, _provider, worker, lease, WorkflowStatus.Processing) { IsTrial = offer.IsTrial };
        if (await workflow.Claim(claim, onDisk: false) is { } job)
        {
            var outcome = await Work(workflow, job, stopping);
            await Report(workflow, job, outcome);
        }
    }

    /// <summary>Runs the handler; the result is the report to make, or null when nobody wants it any more.</summary>
    private async Task<WorkflowCommand?> Work(IWorkflowGrain workflow, ClaimedJob job, CancellationToken stopping)
    {
        var holder = new ClaimHolder(worker, job.Lease.Epoch);
        var startedAt = time.GetTimestamp();
        using var unwanted = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var progress = new ProgressCell();
        var notes = new RequestNotes(workflow, job, holder, unwanted, time, stopping);
        await using var context = contexts.Create(job, progress.Set, notes, StreamOf(job));
        try
        {
            var running = _handlers[job.Type].Run(job.Input, context, unwanted.Token);
            if (!running.IsCompleted)
            {
                await KeepClaim(workflow, job, holder, running, context, progress, notes, unwanted);
            }

            var output = await running;
            durations.Add(job.Type, time.GetElapsedTime(startedAt));
            return new WorkflowCommand.Complete(job.Job, holder, output, [.. context.Stored]) { Cost = notes.Cost ?? pricePerJob };
        }
        catch (JobFailedException failed)
        {
            return new WorkflowCommand.Fail(job.Job, holder, ToKind(failed.Kind), SecretText.Clean(failed.Message)) { Cost = notes.Cost, RetryAfter = failed.RetryAfter };
        }
        catch (JobAbandonedException)
        {
            return null;
        }
        catch (OperationCanceledException) when (unwanted.IsCancellationRequested)
        {
            return stopping.IsCancellationRequested ? new WorkflowCommand.HandBack(job.Job, holder) : null;
        }
#pragma warning disable CA1031 // Whatever a handler throws is its provider's trouble, and must end in a report rather than end the slot.
        catch (Exception fault)
        {
            LogFault(logger, job.Job, job.Type, SecretText.Clean(fault));
            return new WorkflowCommand.Fail(job.Job, holder, JobFailureKind.Transient, "The provider had an internal fault.") { Cost = notes.Cost };
        }
#pragma warning restore CA1031
    }

    /// <summary>Partial results go live when the step's metadata asks for it.</summary>
    private JobStream? StreamOf(ClaimedJob job) =>
        JobStreams.IsAskedFor(job.Metadata) && JobId.TryReadStep(job.Job.Value, out var step) ? streams.Write(job.Workflow, step) : null;

    /// <summary>Renews while the handler runs; passes progress on when there is some; ends the handler when a renewal is refused.</summary>
    private async Task KeepClaim(
        IWorkflowGrain workflow, ClaimedJob job, ClaimHolder holder, Task running, JobContext context, ProgressCell progress, RequestNotes notes, CancellationTokenSource unwanted)
    {
        var renewedAt = time.GetUtcNow();
        var stage = WorkflowStatus.Processing;
        BlobId? shown = null;
        while (await Task.WhenAny(running, Task.Delay(options.ProgressInterval, time, unwanted.Token)) != running && !unwanted.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var news = progress.TakeNew();
            var preview = context.TakePicture() is { } picture ? await Keep(job, picture) : null;
            var mustRenew = news is not null || preview is not null || context.Stage != stage || now - renewedAt >= lease / 3;
            if (!mustRenew && await StillHolds(workflow, job.Job, holder))
            {
                continue;
            }

            // Of a claim that is not held any more, the refused renewal tells whether the job has ended or another has it.
            renewedAt = now;
            stage = context.Stage;
            var renew = new WorkflowCommand.Renew(job.Job, holder, lease, stage, news) { Preview = preview };
            if (await TryReport(workflow, job.Job, renew) is { Refusal: { } refusal })
            {
                notes.Stop(refusal);
                await unwanted.CancelAsync();
            }

            if (preview is not null)
            {
                await previews.Remove(shown is { } overtaken ? [overtaken] : []);
                shown = preview;
            }
        }

        await previews.Remove(shown is { } last ? [last] : []);
    }

    /// <summary>A picture that cannot be shown, or not now, is no reason to fail the job.</summary>
    private async Task<BlobId?> Keep(ClaimedJob job, JobPicture picture)
    {
        try
        {
            return (await previews.Keep(job.Account, job.Job, picture.Bytes, picture.ContentType, CancellationToken.None)).Blob;
        }
        catch (StoreUnavailableException unavailable)
        {
            LogNotReported(logger, job.Job, unavailable);
            return null;
        }
    }

    private async Task Report(IWorkflowGrain workflow, ClaimedJob job, WorkflowCommand? outcome)
    {
        var giveUpAt = time.GetUtcNow() + lease;
        while (outcome is not null && !(await TryReport(workflow, job.Job, outcome)).Answered && time.GetUtcNow() < giveUpAt)
        {
            await Task.Delay(RetryPause, time, CancellationToken.None);
        }
    }

    private async Task<(bool Answered, WorkflowRefusal? Refusal)> TryReport(IWorkflowGrain workflow, JobId job, WorkflowCommand report)
    {
        try
        {
            return (true, await workflow.Report(job, report, onDisk: false));
        }
        catch (Exception e) when (e is StoreUnavailableException or OrleansException or TimeoutException)
        {
            LogNotReported(logger, job, e);
            return (false, null);
        }
    }

    /// <summary>When the engine cannot be asked, the work goes on; the lease decides later.</summary>
    private async Task<bool> StillHolds(IWorkflowGrain workflow, JobId job, ClaimHolder holder)
    {
        try
        {
            return await workflow.Holds(job, holder);
        }
        catch (Exception e) when (e is StoreUnavailableException or OrleansException or TimeoutException)
        {
            LogNotReported(logger, job, e);
            return true;
        }
    }

    private static JobFailureKind ToKind(JobFailure failure) => failure switch
    {
        JobFailure.Transient => JobFailureKind.Transient,
        JobFailure.Rejected => JobFailureKind.Rejected,
        JobFailure.Invalid => JobFailureKind.Invalid,
        JobFailure.Blocked => JobFailureKind.Blocked,
    };

    /// <summary>The latest progress, set by the handler's thread and taken by the slot's.</summary>
    private sealed class ProgressCell
    {
        private double _latest = -1;
        private double _taken = -1;

        public void Set(double progress) => Volatile.Write(ref _latest, Math.Clamp(progress, 0, 1));

        /// <summary>The progress when it has changed since it was last taken.</summary>
        public double? TakeNew()
        {
            var latest = Volatile.Read(ref _latest);
            if (latest < 0 || latest.Equals(_taken))
            {
                return null;
            }

            _taken = latest;
            return latest;
        }
    }
}
