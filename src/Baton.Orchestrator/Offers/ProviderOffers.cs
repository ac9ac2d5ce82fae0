using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Providers;

namespace Baton.Offers;

/// <summary>Carries offers to the providers' queues.</summary>
internal sealed class ProviderOffers(ProviderDirectory directory, IGrainFactory grains) : IOffers
{
    public Capability CapabilityFor(string stepType)
    {
        var providers = directory.For(stepType);
        return new Capability(providers, providers.IsEmpty ? directory.WhyNone(stepType) : "");
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
