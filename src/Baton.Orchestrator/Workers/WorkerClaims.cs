using System.Collections.Immutable;
using Baton.Claims;
using Baton.Contracts.Workers;
using Baton.Contracts.Workflows;
using Baton.Offers;
using Baton.Providers;
using Baton.Workflows;
using Microsoft.Extensions.Options;

namespace Baton.Workers;

/// <summary>Wins jobs for a worker: it waits for offers at the provider's queue and claims them from their workflows, which may say no.</summary>
internal sealed class WorkerClaims(IGrainFactory grains, WorkerDocuments documents, TimeProvider time, IOptions<WorkerOptions> options, IHostApplicationLifetime lifetime)
{
    public async Task<JobClaims> Claim(RemoteWorker worker, int count, TimeSpan atMost, CancellationToken aborted)
    {
        // Who changes what it can do waits at the wrong queue; an empty answer has it ask again.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping, worker.UntilChange);
        worker.BeginWait();
        try
        {
            return new JobClaims { Claims = await Win(worker, count, atMost, over.Token) };
        }
        finally
        {
            worker.EndWait();
            worker.Seen(time.GetUtcNow());
        }
    }

    /// <summary>
    /// 1. Wait for a free slot, so that a worker that asks for more than it can hold waits instead of asking again and again.
    /// 2. Wait for offers, as many as it has slots for.
    /// 3. Take a slot for each and claim it from its workflow.
    /// 4. Once there is one, only those that wait already are taken along.
    /// </summary>
    private async Task<IReadOnlyList<JobClaim>> Win(RemoteWorker worker, int count, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var provider = worker.Provider;
        var queue = grains.GetGrain<IProviderQueueGrain>(provider.Value);
        var startedAt = time.GetTimestamp();
        var won = new List<JobClaim>();
        while (won.Count < count)
        {
            var free = await worker.Slots.WaitForFree(Left(), time, cancellationToken);
            if (free == 0)
            {
                break;
            }

            var offers = await Next(queue, worker, Math.Min(count - won.Count, free), Left(), cancellationToken);
            if (offers.IsEmpty || cancellationToken.IsCancellationRequested)
            {
                await PutBack(queue, offers);
                break;
            }

            won.AddRange((await Task.WhenAll(offers.Select(offer => Take(queue, worker, provider, offer, cancellationToken)))).OfType<JobClaim>());
        }

        return won;

        TimeSpan Left() => won.Count > 0 ? TimeSpan.Zero : atMost - time.GetElapsedTime(startedAt);
    }

    /// <summary>Also when the wait was given up: an offer that was handed over in that moment comes back, and would else be lost.</summary>
    private async Task<ImmutableArray<JobOffer>> Next(IProviderQueueGrain queue, RemoteWorker worker, int count, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            return await queue.Next(worker.Asking(time.GetUtcNow()), count, atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private static Task PutBack(IProviderQueueGrain queue, ImmutableArray<JobOffer> offers) => Task.WhenAll(offers.Select(queue.Offer));

    private async Task<JobClaim?> Take(IProviderQueueGrain queue, RemoteWorker worker, ProviderId provider, JobOffer offer, CancellationToken cancellationToken)
    {
        if (!worker.Slots.TryTake(time.GetUtcNow()))
        {
            await queue.Offer(offer);
            return null;
        }

        JobClaim? won = null;
        try
        {
            won = await Win(queue, worker, provider, offer, cancellationToken);
        }
        finally
        {
            if (won is null)
            {
                worker.Slots.PutBack();
            }
            else
            {
                worker.Slots.Hold(offer.Job, won.Epoch, won.ExpiresAt);
            }
        }

        return won;
    }

    private async Task<JobClaim?> Win(IProviderQueueGrain queue, RemoteWorker worker, ProviderId provider, JobOffer offer, CancellationToken cancellationToken)
    {
        var workflow = grains.GetGrain<IWorkflowGrain>(offer.Workflow.Value);
        ClaimedJob? job = null;
        try
        {
            var claim = new WorkflowCommand.Claim(offer.Job, provider, worker.Id, options.Value.LeaseDuration, WorkflowStatus.Processing) { IsTrial = offer.IsTrial };
            job = await workflow.Claim(claim, onDisk: true);
            if (job is null)
            {
                return null;
            }

            // Whoever hung up meanwhile will not do it; without this the job would wait for the lease to run out.
            cancellationToken.ThrowIfCancellationRequested();
            return Describe(job, await documents.Sign(job.Account, job.Input, CancellationToken.None));
        }
        catch (OperationCanceledException) when (job is not null)
        {
            await workflow.Report(job.Job, new WorkflowCommand.HandBack(job.Job, new ClaimHolder(worker.Id, job.Lease.Epoch)), onDisk: false);
            return null;
        }
        catch (Storage.StoreUnavailableException)
        {
            await queue.Offer(offer);
            throw;
        }
    }

    private static JobClaim Describe(ClaimedJob job, System.Text.Json.JsonElement input) => new()
    {
        JobId = job.Job.Value,
        WorkflowId = job.Workflow.Value,
        Type = job.Type,
        Input = input,
        Priority = job.Priority,
        Epoch = job.Lease.Epoch,
        ExpiresAt = job.Lease.ExpiresAt,
        Deadline = job.Deadline,
    };
}
