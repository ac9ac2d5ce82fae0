using System.Collections.Immutable;
using Baton.Claims;
using Baton.Jobs;
using Baton.Operators;
using Baton.Providers;
using Orleans.Concurrency;

namespace Baton.Offers;

/// <summary>
/// Carries what happens to a provider's queue, which decides. A worker that finds nothing waits here, so a new job reaches it without polling.
/// In memory only: offers are made again from the store when it is lost, and so it stays as long as its process does.
/// </summary>
[KeepAlive]
[Reentrant]
internal sealed partial class ProviderQueueGrain(TimeProvider time, PauseSchedule pauses, OperatorModes operators, ProviderMetrics metrics, ILogger<ProviderQueueGrain> logger) : Grain, IProviderQueueGrain
{
    /// <summary>Whoever has more before them need not know how many; counting them would hold the queue up.</summary>
    private const int AheadMax = 10_000;

    private readonly ProviderQueue _queue = new(pauses);
    private readonly Dictionary<WaitingWorker, TaskCompletionSource<JobOffer?>> _waiting = [];
    private readonly Random _jitter = new();
    private ProviderGauges _gauges = new();
    private DateTimeOffset? _ringsAt;
    private IGrainTimer? _timer;

    private ProviderId Id => new(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _queue.Heed(operators.StoppedAt(Id), time.GetUtcNow());
        _gauges = metrics.GaugesOf(Id);
        return Task.CompletedTask;
    }

    public Task Offer(JobOffer offer)
    {
        _queue.Add(offer);
        HandOver();
        return Task.CompletedTask;
    }

    public Task Withdraw(JobId job)
    {
        _queue.Remove(job);
        Measure();
        return Task.CompletedTask;
    }

    public Task Note(ClaimResult result)
    {
        var (now, before) = (time.GetUtcNow(), _queue.Breaker);
        var workerBefore = _queue.BreakerOf(result.Worker);
        _queue.Note(result, _jitter.NextDouble(), now);
        TellPause(before, _queue.Breaker, null, now);
        TellPause(workerBefore, _queue.BreakerOf(result.Worker), result.Worker, now);
        metrics.Count(Id, result);
        HandOver();
        return Task.CompletedTask;
    }

    public Task Heed(StoppedByOperator stopped)
    {
        _queue.Heed(stopped, time.GetUtcNow());
        HandOver();
        return Task.CompletedTask;
    }

    public Task<QueueFigures> Figures()
    {
        var now = time.GetUtcNow();
        var (succeeded, failed) = _queue.CountsOf(now);
        return Task.FromResult(new QueueFigures(_queue.Count, _queue.WorkersWaiting, _queue.Breaker, succeeded, failed, _queue.UsualDuration, [.. _queue.FiguresOf(now)]));
    }

    public Task<QueueLook> Look(ImmutableArray<QueueQuestion> jobs) => Task.FromResult(new QueueLook(
        [.. jobs.Select(job => job.IsNew ? _queue.AheadOfNew(job.Account, job.Priority, AheadMax) : _queue.AheadOf(job.Job, AheadMax))],
        [.. jobs.Select(job => _queue.ThroughputOf(job.Type))],
        _queue.UsualDuration,
        _queue.WorkersWaiting,
        _queue.Breaker) { IsStopped = _queue.Stopped.Provider });

    public async Task<ImmutableArray<JobOffer>> Next(WorkerAsking worker, int count, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var taken = _queue.Take(worker, count, time.GetUtcNow());
        if (count > 0 && taken.IsEmpty && atMost > TimeSpan.Zero && await WaitForOne(worker, atMost, cancellationToken) is { } first)
        {
            return [first, .. _queue.Take(worker, count - 1, time.GetUtcNow())];
        }

        return taken;
    }

    private async Task<JobOffer?> WaitForOne(WorkerAsking worker, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var waiting = new WaitingWorker(worker);
        var got = new TaskCompletionSource<JobOffer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(waiting, got);
        _queue.BeginWait(waiting, time.GetUtcNow());
        HandOver();
        try
        {
            return await got.Task.WaitAsync(atMost, time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return GiveUp(got);
        }
        finally
        {
            _queue.EndWait(waiting);
            _waiting.Remove(waiting);
        }
    }

    /// <summary>An offer that was handed over in the very moment the wait ended is still the worker's.</summary>
    private static JobOffer? GiveUp(TaskCompletionSource<JobOffer?> worker) =>
        worker.TrySetResult(null) ? null : worker.Task.Result;

    private void HandOver()
    {
        var now = time.GetUtcNow();
        while (_queue.TryHandOver(now, out var worker, out var offer))
        {
            if (!_waiting.Remove(worker, out var got) || !got.TrySetResult(offer))
            {
                _queue.Add(offer);
            }
        }

        Measure();
        RingAt(_queue.DueAt(now), now);
    }

    private void Measure() => (_gauges.Waiting, _gauges.WorkersWaiting, _gauges.PausedUntil) = (_queue.Count, _queue.WorkersWaiting, _queue.Breaker.PausedUntil ?? DateTimeOffset.MinValue);

    private void TellPause(Breaker before, Breaker after, WorkerId? worker, DateTimeOffset now)
    {
        if (after.Pauses > before.Pauses)
        {
            metrics.CountPause(Id, isWorker: worker is not null);
            LogPaused(logger, Id, worker, (after.PausedUntil!.Value - now).TotalSeconds, after.Failures, after.Reason);
        }
        else if (before.IsOnTrial && !after.IsOnTrial)
        {
            LogWorksAgain(logger, Id, worker);
        }
    }

    /// <summary>Has this looked at again when a pause ends.</summary>
    private void RingAt(DateTimeOffset? due, DateTimeOffset now)
    {
        if (due is not { } at || at >= _ringsAt)
        {
            return;
        }

        _ringsAt = at;
        var wait = at > now ? at - now : TimeSpan.Zero;
        if (_timer is null)
        {
            _timer = this.RegisterGrainTimer(Ring, new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan) { Interleave = true });
        }
        else
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private Task Ring(CancellationToken cancellationToken)
    {
        _ringsAt = null;
        HandOver();
        return Task.CompletedTask;
    }
}
