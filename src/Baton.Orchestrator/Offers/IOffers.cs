using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Providers;

namespace Baton.Offers;

/// <summary>How a workflow reaches the providers that could run its jobs.</summary>
internal interface IOffers
{
    /// <summary>The providers registered for a step type; and, when there are none, why not in words for the caller.</summary>
    Capability CapabilityFor(string stepType);

    /// <summary>Tells the providers that a job can be claimed. May be repeated.</summary>
    void Offer(JobOffer offer, ImmutableArray<ProviderId> providers);

    /// <summary>Tells the providers that a job is no longer to be had.</summary>
    void Withdraw(JobId job, ImmutableArray<ProviderId> providers);
}

/// <summary>Who can run a step type.</summary>
internal readonly record struct Capability(ImmutableArray<ProviderId> Providers, string WhyNone);
