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

    public async Task<JobOffer?> Next(TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (_offers.TakeNext() is { } offer)
        {
            return offer;
        }

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
