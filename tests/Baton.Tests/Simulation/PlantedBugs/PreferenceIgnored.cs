using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Jobs are offered to everybody at once, whoever is preferred.</summary>
internal sealed class PreferenceIgnored : PlantedBug
{
    public override IOffers Offers(IOffers offers) => new Alike(offers);

    private sealed class Alike(IOffers offers) : IOffers
    {
        public bool HavePreferences => offers.HavePreferences;

        public Viability ViabilityOf(JobPlan job) => offers.ViabilityOf(job) with { Standings = [] };

        public void Offer(JobOffer offer, ImmutableArray<ProviderId> providers) => offers.Offer(offer, providers);

        public void Withdraw(JobId job, ImmutableArray<ProviderId> providers) => offers.Withdraw(job, providers);
    }
}
