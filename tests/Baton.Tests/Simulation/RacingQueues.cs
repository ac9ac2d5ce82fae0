using System.Collections.Immutable;
using Baton.Claims;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Tests.Simulation;

/// <summary>The queues of providers that can all do every job.</summary>
internal sealed class RacingQueues(ImmutableArray<ProviderId> providers, PauseSchedule pauses, SimulatedTime time, Random luck) : IOffers
{
    /// <summary>As workers do.</summary>
    private static readonly TimeSpan AskedFor = TimeSpan.FromSeconds(60);

    private readonly Dictionary<ProviderId, RacingQueue> _queues = providers.ToDictionary(provider => provider, _ => new RacingQueue(new ProviderQueue(pauses), time, luck.NextDouble));

    public IEnumerable<ProviderQueue> All => _queues.Values.Select(queue => queue.Actor.Queue);

    public bool HavePreferences => false;

    public Viability ViabilityOf(JobPlan job) => new(providers, "");

    public void Offer(JobOffer offer, ImmutableArray<ProviderId> to)
    {
        foreach (var provider in to)
        {
            _queues[provider].Actor.Offer(offer);
        }
    }

    public void Withdraw(JobId job, ImmutableArray<ProviderId> from)
    {
        foreach (var provider in from)
        {
            _queues[provider].Actor.Withdraw(job);
        }
    }

    /// <summary>Takes in what a claim came to.</summary>
    public void Note(ProviderId provider, ClaimResult result) => _queues[provider].Actor.Note(result);

    /// <summary>The next offer for the worker, as soon as there is one that it may get.</summary>
    public async Task<JobOffer> Next(ProviderId provider, WorkerId worker)
    {
        while (true)
        {
            if (await _queues[provider].Actor.Next(WorkerAsking.Plain(worker), 1, AskedFor, CancellationToken.None) is [var offer])
            {
                return offer;
            }
        }
    }

    public ProviderQueue Of(ProviderId provider) => _queues[provider].Actor.Queue;
}
