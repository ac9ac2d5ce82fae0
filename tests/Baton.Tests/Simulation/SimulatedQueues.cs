using System.Collections.Immutable;
using Baton.Claims;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Tests.Simulation;

/// <summary>The providers' queues.</summary>
internal sealed class SimulatedQueues(World world) : IOffers
{
    private readonly Dictionary<ProviderId, SimulatedQueue> _queues = [];

    public bool HavePreferences => world.Preferences.Exist;

    public Viability ViabilityOf(JobPlan job) => new(world.Recipes.For(job.Type), "Nobody runs it.") { Standings = world.Preferences.Of(world.Recipes.For(job.Type)) };

    public void Offer(JobOffer offer, ImmutableArray<ProviderId> providers)
    {
        foreach (var provider in providers)
        {
            world.Preferences.CheckOffer(offer, provider);
            Of(provider).Offer(offer);
        }
    }

    public void Withdraw(JobId job, ImmutableArray<ProviderId> providers)
    {
        foreach (var provider in providers)
        {
            Of(provider).Withdraw(job);
        }
    }

    /// <summary>Tells a provider what a claim came to, unless that is lost on the way.</summary>
    public void Note(ProviderId provider, ClaimResult result)
    {
        if (!world.LosesAnswer())
        {
            Of(provider).Note(result);
            world.Preferences.Noted(provider);
        }
    }

    public SimulatedQueue Of(ProviderId provider)
    {
        if (!_queues.TryGetValue(provider, out var queue))
        {
            _queues.Add(provider, queue = new SimulatedQueue(world, provider));
        }

        return queue;
    }

    public void Check()
    {
        foreach (var queue in _queues.Values)
        {
            queue.Check();
        }
    }
}
