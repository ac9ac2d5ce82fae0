using System.Collections.Immutable;
using Baton.Jobs;
using Orleans.Concurrency;

namespace Baton.Offers;

/// <summary>
/// Hands offers to workers as they come. A worker that finds nothing waits here, so a new job reaches it without polling.
/// In memory only: offers are made again from the store when it is lost.
/// </summary>
[Reentrant]
internal sealed class ProviderQueueGrain(TimeProvider time) : Grain, IProviderQueueGrain
{
    /// <summary>Whoever has more before them need not know how many; counting them would hold the queue up.</summary>
    private const int AheadMax = 10_000;

    private readonly OfferQueue _offers = new();
    private readonly LinkedList<TaskCompletionSource<JobOffer?>> _waiting = [];

    public Task Offer(JobOffer offer)
    {
        _offers.Add(offer);
        HandOver();
        return Task.CompletedTask;
    }

    public Task Withdraw(JobId job)
    {
        _offers.Remove(job);
        return Task.CompletedTask;
    }

    public Task<QueueLook> Look(JobId job) => Task.FromResult(new QueueLook(_offers.AheadOf(job, AheadMax), _waiting.Count));

    public async Task<ImmutableArray<JobOffer>> Next(int count, TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (_offers.Count == 0 && atMost > TimeSpan.Zero && await WaitForOne(atMost, cancellationToken) is { } first)
        {
            return [first, .. Take(count - 1)];
        }

        return Take(count);
    }

    private async Task<JobOffer?> WaitForOne(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var worker = _waiting.AddLast(new TaskCompletionSource<JobOffer?>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            return await worker.Value.Task.WaitAsync(atMost, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return GiveUp(worker.Value);
        }
        finally
        {
            if (worker.List is not null)
            {
                _waiting.Remove(worker);
            }
        }
    }

    /// <summary>An offer that was handed over in the very moment the wait ended is still the worker's.</summary>
    private static JobOffer? GiveUp(TaskCompletionSource<JobOffer?> worker) =>
        worker.TrySetResult(null) ? null : worker.Task.Result;

    private ImmutableArray<JobOffer> Take(int count)
    {
        if (count == 0 || _offers.Count == 0)
        {
            return [];
        }

        var taken = ImmutableArray.CreateBuilder<JobOffer>(Math.Min(count, _offers.Count));
        while (taken.Count < count && _offers.TakeNext() is { } offer)
        {
            taken.Add(offer);
        }

        return taken.DrainToImmutable();
    }

    private void HandOver()
    {
        while (_waiting.First is { } worker && _offers.Count > 0)
        {
            _waiting.RemoveFirst();
            var offer = _offers.TakeNext()!;
            if (!worker.Value.TrySetResult(offer))
            {
                _offers.Add(offer);
            }
        }
    }
}
