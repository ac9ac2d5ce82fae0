using System.Collections.Immutable;
using Baton.Claims;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;

namespace Baton.Tests.Simulation;

/// <summary>A provider's queue, and all that goes in and out held against what is promised of it.</summary>
internal sealed class WatchedQueue(World world) : ProviderQueue(world.Bug.Pauses(World.Pauses))
{
    private readonly Dictionary<JobId, JobOffer> _offered = [];
    private readonly PriorityRule _priorities = new();
    private readonly PauseRule _pauses = new(World.Pauses);
    private StoppedByOperator _stopped = StoppedByOperator.Nobody;

    public override void Add(JobOffer offer)
    {
        if (!_offered.TryGetValue(offer.Job, out var known) || known.Priority != offer.Priority)
        {
            Forget(offer.Job);
            _offered.Add(offer.Job, offer);
            _priorities.Came(offer.Priority);
        }

        base.Add(world.Bug.Offered(offer));
    }

    public override bool Remove(JobId job)
    {
        Forget(job);
        foreach (var lost in world.Bug.LostWith(job, _offered.Keys))
        {
            base.Remove(lost);
        }

        return base.Remove(job);
    }

    public override void Heed(StoppedByOperator stopped, DateTimeOffset now)
    {
        _stopped = stopped;
        base.Heed(world.Bug.Heeded(stopped), now);
    }

    public override void Note(ClaimResult result, double jitter, DateTimeOffset now)
    {
        _pauses.Noted(result, Breaker, now);
        base.Note(result, jitter, now);
    }

    public override ImmutableArray<JobOffer> Take(WorkerAsking worker, int count, DateTimeOffset now)
    {
        var taken = base.Take(worker, count, now);
        foreach (var offer in taken)
        {
            HandedOut(offer, worker.Id, now);
        }

        return taken;
    }

    public override bool TryHandOver(DateTimeOffset now, out WaitingWorker worker, out JobOffer offer)
    {
        var found = base.TryHandOver(now, out worker, out offer);
        if (found)
        {
            HandedOut(offer, worker.Worker.Id, now);
        }

        return found;
    }

    /// <summary>What was offered and neither taken back nor handed out is there, and nothing else; and nobody waits beside what he may have.</summary>
    public void Check(DateTimeOffset now)
    {
        Require(Count == _offered.Count, "Offered: a queue has lost an offer, or kept one that was taken back.");
        Require(!(DueAt(now) <= now), "Offered: a worker waits, and so does a job that it may have.");
    }

    private void HandedOut(JobOffer offer, WorkerId worker, DateTimeOffset now)
    {
        Require(_offered.TryGetValue(offer.Job, out var known), "Offered: a queue handed out what it was not offered.");
        Require(!_stopped.Provider && !_stopped.Workers.Contains(worker), "Stopped: a job was handed out although an operator had stopped that.");
        Require(_pauses.HandOut(now), "Paused: a job was handed out at a provider that is to be left alone.");
        Require(known is null || _priorities.HandOut(known.Priority), "Priority: a job was handed out before one with a higher priority.");
        Forget(offer.Job);
    }

    private void Forget(JobId job)
    {
        if (_offered.Remove(job, out var offer))
        {
            _priorities.Went(offer.Priority);
        }
    }

    /// <summary>Told to the world, since what is thrown into the engine may be lost there.</summary>
    private void Require(bool holds, string promise)
    {
        if (!holds)
        {
            world.Fail(new BrokenInvariantException(promise));
        }
    }
}
