using System.Collections.Immutable;
using Baton.Claims;
using Baton.Jobs;
using Baton.Providers;

namespace Baton.Offers;

/// <summary>
/// Drives one provider's queue, which decides who gets what: a worker that finds nothing waits here until an offer is handed to it, and when a pause keeps an offer from
/// those that wait, it is looked at again at its end. One thread drives it at a time; it knows nothing of Orleans, so the simulation runs this very code.
/// </summary>
/// <param name="jitter">Between 0 and 1, by which pauses differ.</param>
internal sealed class ProviderQueueActor(ProviderQueue queue, TimeProvider time, Func<double> jitter, IProviderQueueHost host)
{
    private readonly Dictionary<WaitingWorker, TaskCompletionSource<JobOffer?>> _waiting = [];
    private DateTimeOffset? _ringsAt;

    /// <summary>To be looked at; what changes it goes through here.</summary>
    public ProviderQueue Queue => queue;

    public void Offer(JobOffer offer)
    {
        queue.Add(offer);
        HandOver();
    }

    public void Withdraw(JobId job)
    {
        queue.Remove(job);
        host.Changed();
    }

    /// <summary>Takes in what a claim came to.</summary>
    public void Note(ClaimResult result)
    {
        queue.Note(result, jitter(), time.GetUtcNow());
        HandOver();
    }

    /// <summary>From now on these get no jobs.</summary>
    public void Heed(StoppedByOperator stopped)
    {
        queue.Heed(stopped, time.GetUtcNow());
        HandOver();
    }

    /// <summary>The next offers for the worker, at most <paramref name="count"/>; waits for the first at most this long, and none come when there was none.</summary>
    public async Task<ImmutableArray<JobOffer>> Next(WorkerAsking worker, int count, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var taken = queue.Take(worker, count, time.GetUtcNow());
        if (count > 0 && taken.IsEmpty && atMost > TimeSpan.Zero && await WaitForOne(worker, atMost, cancellationToken) is { } first)
        {
            return [first, .. queue.Take(worker, count - 1, time.GetUtcNow())];
        }

        return taken;
    }

    /// <summary>The time that the host was asked to wait is over.</summary>
    public void Ring()
    {
        _ringsAt = null;
        HandOver();
    }

    /// <summary>Null when there was none in time. One that was handed over in the very moment the wait ended is still the worker's.</summary>
    private async Task<JobOffer?> WaitForOne(WorkerAsking worker, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var waiting = new WaitingWorker(worker);
        var got = new TaskCompletionSource<JobOffer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(waiting, got);
        queue.BeginWait(waiting, time.GetUtcNow());
        HandOver();
        try
        {
            // Running out of time is the ordinary end of a wait, so it is a value and not an exception.
            using var timer = time.CreateTimer(static waits => End(waits), got, atMost, Timeout.InfiniteTimeSpan);
            using var canceled = cancellationToken.UnsafeRegister(static waits => End(waits), got);
            return await got.Task;
        }
        finally
        {
            queue.EndWait(waiting);
            _waiting.Remove(waiting);
        }

        static void End(object? waits) => ((TaskCompletionSource<JobOffer?>)waits!).TrySetResult(null);
    }

    private void HandOver()
    {
        var now = time.GetUtcNow();
        while (queue.TryHandOver(now, out var worker, out var offer))
        {
            if (!_waiting.Remove(worker, out var got) || !got.TrySetResult(offer))
            {
                queue.Add(offer);
            }
        }

        host.Changed();
        RingAt(queue.DueAt(now), now);
    }

    /// <summary>Has this looked at again when a pause ends.</summary>
    private void RingAt(DateTimeOffset? due, DateTimeOffset now)
    {
        if (due is { } at && !(at >= _ringsAt))
        {
            _ringsAt = at;
            host.RingAfter(at > now ? at - now : TimeSpan.Zero);
        }
    }
}
