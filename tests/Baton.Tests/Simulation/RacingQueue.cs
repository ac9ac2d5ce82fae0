using Baton.Claims;
using Baton.Offers;
using Baton.Providers;

namespace Baton.Tests.Simulation;

/// <summary>One provider's queue, driven as its grain drives it: a worker that finds nothing waits here, and a timer rings when a pause ends.</summary>
internal sealed class RacingQueue(PauseSchedule pauses, SimulatedTime time, Random luck)
{
    private readonly ProviderQueue _queue = new(pauses);
    private readonly Dictionary<WaitingWorker, TaskCompletionSource<JobOffer>> _waiting = [];
    private DateTimeOffset? _ringsAt;

    public ProviderQueue Queue => _queue;

    public void Add(JobOffer offer)
    {
        _queue.Add(offer);
        HandOver();
    }

    public void Note(ClaimResult result)
    {
        _queue.Note(result, luck.NextDouble(), time.Now);
        HandOver();
    }

    /// <summary>The next offer for the worker, as soon as there is one that it may get.</summary>
    public Task<JobOffer> Next(WorkerId worker)
    {
        if (_queue.Take(WorkerAsking.Plain(worker), 1, time.Now) is [var offer])
        {
            return Task.FromResult(offer);
        }

        var waiting = new WaitingWorker(WorkerAsking.Plain(worker));
        var got = new TaskCompletionSource<JobOffer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(waiting, got);
        _queue.BeginWait(waiting, time.Now);
        HandOver();
        return got.Task;
    }

    private void HandOver()
    {
        while (_queue.TryHandOver(time.Now, out var worker, out var offer))
        {
            _waiting.Remove(worker, out var got);
            got!.SetResult(offer);
        }

        if (_queue.DueAt(time.Now) is { } due && !(due >= _ringsAt))
        {
            _ringsAt = due;
            time.CreateTimer(_ => Ring(due), null, due > time.Now ? due - time.Now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void Ring(DateTimeOffset due)
    {
        if (_ringsAt == due)
        {
            _ringsAt = null;
            HandOver();
        }
    }
}
