using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A job waits for the provider that is preferred as long as that is there, however busy it is.</summary>
internal sealed class PreferredWaitedForTooLong : PlantedBug
{
    public override IOffers Offers(IOffers offers) => new Stubborn(offers);

    private sealed class Stubborn(IOffers offers) : IOffers
    {
        public bool HavePreferences => offers.HavePreferences;

        public Viability ViabilityOf(JobPlan job) => offers.ViabilityOf(job) is var all
            ? all with { Standings = [.. all.Standings.Select(one => one with { Terms = one.Terms with { SpillAfter = TimeSpan.FromHours(1) } })] }
            : default;

        public void Offer(JobOffer offer, ImmutableArray<ProviderId> providers) => offers.Offer(offer, providers);

        public void Withdraw(JobId job, ImmutableArray<ProviderId> providers) => offers.Withdraw(job, providers);
    }
}
