using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A job that no provider runs is not given up; it waits for one that will never take it.</summary>
internal sealed class HopelessJobsKept : PlantedBug
{
    public override IOffers Offers(IOffers offers) => new Careless(offers);

    private sealed class Careless(IOffers offers) : IOffers
    {
        public bool HavePreferences => offers.HavePreferences;

        public Viability ViabilityOf(JobPlan job) =>
            offers.ViabilityOf(job) is { Providers.IsEmpty: false } known ? known : new Viability([SimulatedRecipes.Idle], "");

        public void Offer(JobOffer offer, ImmutableArray<ProviderId> providers) => offers.Offer(offer, providers);

        public void Withdraw(JobId job, ImmutableArray<ProviderId> providers) => offers.Withdraw(job, providers);
    }
}
