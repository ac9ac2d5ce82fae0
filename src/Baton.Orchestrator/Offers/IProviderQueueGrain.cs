using System.Collections.Immutable;
using Baton.Jobs;
using Orleans.Concurrency;

namespace Baton.Offers;

/// <summary>The offers that wait at one provider, and its workers that wait for one. The key is the provider's id.</summary>
internal interface IProviderQueueGrain : IGrainWithStringKey
{
    [OneWay]
    Task Offer(JobOffer offer);

    [OneWay]
    Task Withdraw(JobId job);

    /// <summary>How the queue looks to one job.</summary>
    Task<QueueLook> Look(JobId job);

    /// <summary>
    /// The next offers for a worker of this provider, at most <paramref name="count"/>; waits for the first at most this long, and none come when there was
    /// none. An offer is a hint: the workflow may say no. Whoever does not act on one puts it back.
    /// </summary>
    [ResponseTimeout("00:02:00")]
    Task<ImmutableArray<JobOffer>> Next(int count, TimeSpan atMost, CancellationToken cancellationToken);
}

/// <param name="Ahead">How many jobs go first; null when the job does not wait here.</param>
/// <param name="WorkersWaiting">How many workers wait for a job.</param>
internal sealed record QueueLook(int? Ahead, int WorkersWaiting);
