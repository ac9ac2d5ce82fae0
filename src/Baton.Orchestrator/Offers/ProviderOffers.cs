using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Offers;

/// <summary>Carries offers to the providers' queues.</summary>
internal sealed class ProviderOffers(ProviderDirectory directory, ProviderStandings standings, IGrainFactory grains) : IOffers
{
    public bool HavePreferences => standings.HavePreferences;

    public Viability ViabilityOf(JobPlan job)
    {
        var providers = directory.ViableFor(job);
        return new Viability(providers, providers.IsEmpty ? directory.WhyNone(job) : "") { Standings = standings.Of(providers) };
    }

    public void Offer(JobOffer offer, ImmutableArray<ProviderId> providers)
    {
        foreach (var provider in providers)
        {
            grains.GetGrain<IProviderQueueGrain>(provider.Value).Offer(offer).Ignore();
        }
    }

    public void Withdraw(JobId job, ImmutableArray<ProviderId> providers)
    {
        foreach (var provider in providers)
        {
            grains.GetGrain<IProviderQueueGrain>(provider.Value).Withdraw(job).Ignore();
        }
    }
}
