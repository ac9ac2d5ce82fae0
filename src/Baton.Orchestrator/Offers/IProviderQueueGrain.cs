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

    /// <summary>The next offer for a worker of this provider; waits for one at most this long. An offer is a hint: the workflow may say no.</summary>
    [ResponseTimeout("00:02:00")]
    Task<JobOffer?> Next(TimeSpan atMost, CancellationToken cancellationToken);
}
