using System.Collections.Immutable;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Recipes;

namespace Baton.Tests.Simulation.Tails;

/// <summary>The queues of providers that can all do every job; a worker that finds nothing waits.</summary>
internal sealed class TailOffers(ImmutableArray<ProviderId> providers) : IOffers
{
    private readonly Dictionary<ProviderId, (OfferQueue Offers, Queue<TaskCompletionSource<JobOffer>> Waiting)> _queues = providers.ToDictionary(
        provider => provider, _ => (new OfferQueue(), new Queue<TaskCompletionSource<JobOffer>>()));

    public bool HavePreferences => false;

    public Viability ViabilityOf(JobPlan job) => new(providers, "");

    public void Offer(JobOffer offer, ImmutableArray<ProviderId> to)
    {
        foreach (var provider in to)
        {
            var (offers, waiting) = _queues[provider];
            offers.Add(offer);
            if (waiting.TryDequeue(out var worker))
            {
                worker.SetResult(offers.TakeNext()!);
            }
        }
    }

    public void Withdraw(JobId job, ImmutableArray<ProviderId> from)
    {
        foreach (var provider in from)
        {
            _queues[provider].Offers.Remove(job);
        }
    }

    /// <summary>The next offer, as soon as there is one.</summary>
    public Task<JobOffer> Next(ProviderId provider)
    {
        var (offers, waiting) = _queues[provider];
        if (offers.TakeNext() is { } offer)
        {
            return Task.FromResult(offer);
        }

        var worker = new TaskCompletionSource<JobOffer>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Enqueue(worker);
        return worker.Task;
    }
}
