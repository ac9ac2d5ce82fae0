using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Offers;

/// <summary>How a workflow reaches the providers that could run its jobs.</summary>
internal interface IOffers
{
    /// <summary>False when no provider is preferred to another, whatever the job.</summary>
    bool HavePreferences { get; }

    /// <summary>The providers that are registered for jobs like this one; and, when there are none, why not in words for the caller.</summary>
    Viability ViabilityOf(JobPlan job);

    /// <summary>Tells the providers that a job can be claimed. May be repeated.</summary>
    void Offer(JobOffer offer, ImmutableArray<ProviderId> providers);

    /// <summary>Tells the providers that a job is no longer to be had.</summary>
    void Withdraw(JobId job, ImmutableArray<ProviderId> providers);
}

/// <summary>Who can do a job.</summary>
internal readonly record struct Viability(ImmutableArray<ProviderId> Providers, string WhyNone)
{
    /// <summary>How these providers stand beside each other; empty when none is preferred to another.</summary>
    public ImmutableArray<SpillCandidate> Standings { get; init; } = [];
}
