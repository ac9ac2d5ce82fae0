using System.Collections.Immutable;
using Baton.Claims;
using Baton.Contracts.Workers;
using Baton.Contracts.Workflows;
using Baton.Offers;
using Baton.Workflows;
using Microsoft.Extensions.Options;

namespace Baton.Workers;

/// <summary>Wins jobs for a worker: it waits for offers at the provider's queue and claims them from their workflows, which may say no.</summary>
internal sealed class WorkerClaims(IGrainFactory grains, WorkerDocuments documents, TimeProvider time, IOptions<WorkerOptions> options, IHostApplicationLifetime lifetime)
{
    public async Task<JobClaims> Claim(RemoteWorker worker, int count, TimeSpan atMost, CancellationToken aborted)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        worker.BeginWait();
        try
        {
            return new JobClaims { Claims = await Win(worker, count, atMost, either.Token) };
        }
        finally
        {
            worker.EndWait();
            worker.Seen(time.GetUtcNow());
        }
    }

    private async Task<IReadOnlyList<JobClaim>> Win(RemoteWorker worker, int count, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var queue = grains.GetGrain<IProviderQueueGrain>(worker.Provider.Value);
        var startedAt = time.GetTimestamp();
        var won = new List<JobClaim>();
        while (won.Count < count)
        {
            var left = won.Count > 0 ? TimeSpan.Zero : atMost - time.GetElapsedTime(startedAt);
            var offers = await Next(queue, worker, count - won.Count, left, cancellationToken);
            if (offers.IsEmpty || cancellationToken.IsCancellationRequested)
            {
                await PutBack(queue, offers);
                break;
            }

            won.AddRange((await Task.WhenAll(offers.Select(offer => Take(queue, worker, offer, cancellationToken)))).OfType<JobClaim>());
        }

        return won;
    }

    /// <summary>Also when the wait was given up: an offer that was handed over in that moment comes back, and would else be lost.</summary>
    private static async Task<ImmutableArray<JobOffer>> Next(IProviderQueueGrain queue, RemoteWorker worker, int count, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            return await queue.Next(worker.Asking(), count, atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private static Task PutBack(IProviderQueueGrain queue, ImmutableArray<JobOffer> offers) => Task.WhenAll(offers.Select(queue.Offer));

    private async Task<JobClaim?> Take(IProviderQueueGrain queue, RemoteWorker worker, JobOffer offer, CancellationToken cancellationToken)
    {
        var workflow = grains.GetGrain<IWorkflowGrain>(offer.Workflow.Value);
        ClaimedJob? job = null;
        try
        {
            var claim = new WorkflowCommand.Claim(offer.Job, worker.Provider, worker.Id, options.Value.LeaseDuration, WorkflowStatus.Processing) { IsTrial = offer.IsTrial };
            job = await workflow.Claim(claim, onDisk: true);
            if (job is null)
            {
                return null;
            }

            // Whoever hung up meanwhile will not do it; without this the job would wait for the lease to run out.
            cancellationToken.ThrowIfCancellationRequested();
            var input = await documents.Sign(job.Account, job.Input, CancellationToken.None);
            worker.Hold(job.Job, job.Lease.Epoch);
            return Describe(job, input);
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
