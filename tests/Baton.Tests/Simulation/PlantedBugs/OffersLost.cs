using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Every third offer is lost between the save and the provider.</summary>
internal sealed class OffersLost : PlantedBug
{
    public override IOffers Offers(IOffers offers) => new Leaky(offers);

    private sealed class Leaky(IOffers offers) : IOffers
    {
        private int _made;

        public bool HavePreferences => offers.HavePreferences;

        public Viability ViabilityOf(JobPlan job) => offers.ViabilityOf(job);

        public void Offer(JobOffer offer, ImmutableArray<ProviderId> providers)
        {
            if (++_made % 3 != 0)
            {
                offers.Offer(offer, providers);
            }
        }

        public void Withdraw(JobId job, ImmutableArray<ProviderId> providers) => offers.Withdraw(job, providers);
    }
}
