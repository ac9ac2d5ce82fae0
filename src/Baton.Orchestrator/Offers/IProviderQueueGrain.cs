using System.Collections.Immutable;
using Baton.Accounts;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Providers;
using Orleans.Concurrency;

namespace Baton.Offers;

/// <summary>The offers that wait at one provider, and its workers that wait for one. The key is the provider's id.</summary>
internal interface IProviderQueueGrain : IGrainWithStringKey
{
    [OneWay]
    Task Offer(JobOffer offer);

    [OneWay]
    Task Withdraw(JobId job);

    /// <summary>What came of a claim of one of the provider's workers.</summary>
    [OneWay]
    Task Note(ClaimResult result);

    /// <summary>Who gets no jobs from now on, because an operator decided so.</summary>
    Task Heed(StoppedByOperator stopped);

    /// <summary>How the queue looks to an operator.</summary>
    Task<QueueFigures> Figures();

    /// <summary>How the queue looks to some jobs.</summary>
    Task<QueueLook> Look(ImmutableArray<QueueQuestion> jobs);

    /// <summary>
    /// The next offers for a worker of this provider, at most <paramref name="count"/>; waits for the first at most this long, and none come when there was
    /// none. An offer is a hint: the workflow may say no. Whoever does not act on one puts it back.
    /// </summary>
    [ResponseTimeout("00:02:00")]
    Task<ImmutableArray<JobOffer>> Next(WorkerAsking worker, int count, TimeSpan atMost, CancellationToken cancellationToken);
}

/// <summary>A job that looks at a queue.</summary>
/// <param name="IsNew">True when it would only be offered, so that where it would stand is the question.</param>
internal sealed record QueueQuestion(JobId Job, AccountId Account, Priority Priority, string Type, bool IsNew);

/// <param name="Ahead">For each job how many go first; null when it does not wait here.</param>
/// <param name="Throughputs">For each job the complexity per second that the provider does of its type; null when none has succeeded.</param>
/// <param name="UsualDuration">How long a job takes here; null when none has succeeded.</param>
/// <param name="WorkersWaiting">How many workers wait for a job.</param>
/// <param name="Breaker">What the failures of its workers have come to.</param>
internal sealed record QueueLook(ImmutableArray<int?> Ahead, ImmutableArray<double?> Throughputs, TimeSpan? UsualDuration, int WorkersWaiting, Breaker Breaker)
{
    /// <summary>True when an operator decided that nothing is handed out.</summary>
    public bool IsStopped { get; init; }
}

/// <param name="Waiting">Jobs that are offered here.</param>
/// <param name="Succeeded">Claims that succeeded in the last minute.</param>
/// <param name="Failed">Claims that failed in the last minute.</param>
/// <param name="UsualDuration">How long a job takes here; null when none has succeeded.</param>
internal sealed record QueueFigures(int Waiting, int WorkersWaiting, Breaker Breaker, int Succeeded, int Failed, TimeSpan? UsualDuration, ImmutableArray<WorkerFigures> Workers);
