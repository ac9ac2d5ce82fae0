using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Tests.Simulation;

/// <summary>The providers' queues. Each lives in some process, and what it holds is gone with that process.</summary>
internal sealed class SimulatedQueues(World world) : IOffers
{
    private readonly Dictionary<ProviderId, (OfferQueue Queue, SimulatedProcess Home)> _queues = [];

    public bool HavePreferences => world.Preferences.Exist;

    public Viability ViabilityOf(JobPlan job) => new(world.Recipes.For(job.Type), "Nobody runs it.") { Standings = world.Preferences.Of(world.Recipes.For(job.Type)) };

    public void Offer(JobOffer offer, ImmutableArray<ProviderId> providers)
    {
        foreach (var provider in providers)
        {
            world.Preferences.CheckOffer(offer, provider);
            QueueOf(provider)?.Add(offer);
        }
    }

    public void Withdraw(JobId job, ImmutableArray<ProviderId> providers)
    {
        foreach (var provider in providers)
        {
            QueueOf(provider)?.Remove(job);
        }
    }

    public bool IsEmpty(ProviderId provider) => QueueOf(provider) is not { Count: > 0 };

    public JobOffer? TakeNext(ProviderId provider) => QueueOf(provider)?.TakeNext();

    private OfferQueue? QueueOf(ProviderId provider)
    {
        if (_queues.TryGetValue(provider, out var known) && known.Home.IsAlive)
        {
            return known.Queue;
        }

        if (world.AnyProcess() is not { } home)
        {
            return null;
        }

        _queues[provider] = (new OfferQueue(), home);
        return _queues[provider].Queue;
    }
}
