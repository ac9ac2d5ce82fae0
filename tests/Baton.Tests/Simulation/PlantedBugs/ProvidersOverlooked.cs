using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Of the providers that could do a job only the first is ever asked.</summary>
internal sealed class ProvidersOverlooked : PlantedBug
{
    public override IOffers Offers(IOffers offers) => new FirstOnly(offers);

    private sealed class FirstOnly(IOffers offers) : IOffers
    {
        public bool HavePreferences => offers.HavePreferences;

        public Viability ViabilityOf(JobPlan job) => offers.ViabilityOf(job) is var all ? all with { Providers = [.. all.Providers.Take(1)] } : default;

        public void Offer(JobOffer offer, ImmutableArray<ProviderId> providers) => offers.Offer(offer, providers);

        public void Withdraw(JobId job, ImmutableArray<ProviderId> providers) => offers.Withdraw(job, providers);
    }
}
