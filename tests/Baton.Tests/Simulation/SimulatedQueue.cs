using Baton.Claims;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;

namespace Baton.Tests.Simulation;

/// <summary>A provider's queue in the process that hosts it. What it holds and knows is gone with that process; the next who needs it finds an empty one in another.</summary>
internal sealed class SimulatedQueue(World world, ProviderId provider)
{
    private (SimulatedProcess Home, WatchedQueue Queue, ProviderQueueActor Actor)? _hosted;

    /// <summary>True when nothing is to be had, or nobody is there to ask.</summary>
    public bool IsEmpty => _hosted is not { Home.IsAlive: true, Queue.Count: > 0 };

    /// <summary>True while it is known to be paused.</summary>
    public bool IsPaused => PausedUntil > world.Time.Now;

    /// <summary>When its latest pause ends or ended; null when none is known of.</summary>
    public DateTimeOffset? PausedUntil => _hosted is { Home.IsAlive: true, Queue.Breaker: var breaker } ? breaker.PausedUntil : null;

    public void Offer(JobOffer offer) => Current()?.Offer(offer);

    public void Withdraw(JobId job) => Current()?.Withdraw(job);

    public void Heed(StoppedByOperator stopped) => Current()?.Heed(stopped);

    public void Note(ClaimResult result)
    {
        if (Current() is { } queue)
        {
            queue.Note(result);
            world.Log.Add(queue.Queue.Breaker.IsOnTrial ? "notes, on trial" : "notes", provider.Value, (long)result.Outcome);
        }
    }

    /// <summary>Asks for an offer; null when there is no process to ask.</summary>
    public OfferWait? Ask(WorkerId worker) => Current() is { } queue ? new OfferWait(_hosted!.Value.Home, queue, worker) : null;

    public void Check()
    {
        if (_hosted is { Home.IsAlive: true, Queue: var queue })
        {
            queue.Check(world.Time.Now);
        }
    }

    private ProviderQueueActor? Current()
    {
        if (_hosted is not { Home.IsAlive: true })
        {
            _hosted = null;
            if (world.Cluster.Any() is { } home)
            {
                var queue = new WatchedQueue(world);
                var actor = new RacingQueue(queue, world.Time, () => world.Pick(1000) / 1000.0) { Rings = world.Bug.RingsAfterPauses }.Actor;
                actor.Heed(world.Operator.StoppedAt(provider));
                _hosted = (home, queue, actor);
            }
        }

        return _hosted?.Actor;
    }
}
