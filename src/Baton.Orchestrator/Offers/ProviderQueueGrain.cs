using System.Collections.Immutable;
using Baton.Claims;
using Baton.Jobs;
using Baton.Operators;
using Baton.Providers;
using Orleans.Concurrency;

namespace Baton.Offers;

/// <summary>
/// Carries messages to the actor that drives a provider's queue, and tells what comes of them. In memory only: offers are made again from the store when it is lost, and so it
/// stays as long as its process does.
/// </summary>
[KeepAlive]
[Reentrant]
internal sealed partial class ProviderQueueGrain : Grain, IProviderQueueGrain, IProviderQueueHost
{
    /// <summary>Whoever has more before them need not know how many; counting them would hold the queue up.</summary>
    private const int AheadMax = 10_000;

    private readonly TimeProvider _time;
    private readonly OperatorModes _operators;
    private readonly ProviderMetrics _metrics;
    private readonly ILogger _logger;
    private readonly ProviderQueue _queue;
    private readonly ProviderQueueActor _actor;
    private ProviderGauges _gauges = new();
    private IGrainTimer? _timer;

    public ProviderQueueGrain(TimeProvider time, PauseSchedule pauses, OperatorModes operators, ProviderMetrics metrics, ILogger<ProviderQueueGrain> logger)
    {
        (_time, _operators, _metrics, _logger) = (time, operators, metrics, logger);
        _queue = new ProviderQueue(pauses);
        _actor = new ProviderQueueActor(_queue, time, new Random().NextDouble, this);
    }

    private ProviderId Id => new(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _gauges = _metrics.GaugesOf(Id);
        _actor.Heed(_operators.StoppedAt(Id));
        return Task.CompletedTask;
    }

    public Task Offer(JobOffer offer)
    {
        _actor.Offer(offer);
        return Task.CompletedTask;
    }

    public Task Withdraw(JobId job)
    {
        _actor.Withdraw(job);
        return Task.CompletedTask;
    }

    public Task Note(ClaimResult result)
    {
        var (before, workerBefore) = (_queue.Breaker, _queue.BreakerOf(result.Worker));
        _actor.Note(result);
        TellPause(before, _queue.Breaker, null);
        TellPause(workerBefore, _queue.BreakerOf(result.Worker), result.Worker);
        _metrics.Count(Id, result);
        return Task.CompletedTask;
    }

    public Task Heed(StoppedByOperator stopped)
    {
        _actor.Heed(stopped);
        return Task.CompletedTask;
    }

    public Task<QueueFigures> Figures()
    {
        var now = _time.GetUtcNow();
        var (succeeded, failed) = _queue.CountsOf(now);
        return Task.FromResult(new QueueFigures(_queue.Count, _queue.WorkersWaiting, _queue.Breaker, succeeded, failed, _queue.UsualDuration, [.. _queue.FiguresOf(now)]));
    }

    public Task<QueueLook> Look(ImmutableArray<QueueQuestion> jobs) => Task.FromResult(new QueueLook(
        [.. jobs.Select(job => job.IsNew ? _queue.AheadOfNew(job.Account, job.Priority, AheadMax) : _queue.AheadOf(job.Job, AheadMax))],
        [.. jobs.Select(job => _queue.ThroughputOf(job.Type))],
        _queue.UsualDuration,
        _queue.WorkersWaiting,
        _queue.Breaker) { IsStopped = _queue.Stopped.Provider });

    public Task<ImmutableArray<JobOffer>> Next(WorkerAsking worker, int count, TimeSpan atMost, CancellationToken cancellationToken) =>
        _actor.Next(worker, count, atMost, cancellationToken);

    public void Changed() => (_gauges.Waiting, _gauges.WorkersWaiting, _gauges.PausedUntil) = (_queue.Count, _queue.WorkersWaiting, _queue.Breaker.PausedUntil ?? DateTimeOffset.MinValue);

    public void RingAfter(TimeSpan wait)
    {
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
        _actor.Ring();
        return Task.CompletedTask;
    }

    private void TellPause(Breaker before, Breaker after, WorkerId? worker)
    {
        if (after.Pauses > before.Pauses)
        {
            _metrics.CountPause(Id, isWorker: worker is not null);
            LogPaused(_logger, Id, worker, (after.PausedUntil!.Value - _time.GetUtcNow()).TotalSeconds, after.Failures, after.Reason);
        }
        else if (before.IsOnTrial && !after.IsOnTrial)
        {
            LogWorksAgain(_logger, Id, worker);
        }
    }
}
