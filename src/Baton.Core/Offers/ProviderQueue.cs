using System.Collections.Immutable;
using Baton.Accounts;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Providers;

namespace Baton.Offers;

/// <summary>
/// One provider's side of the race: which of the offers that wait here goes to which of its workers, and when. Pure but for its own memory, which may be lost at any
/// time: offers are made again, and a provider that is still down is found out again within a few attempts.
/// </summary>
/// <remarks>Open to be looked at in the simulation, which holds what it hands out against its rules.</remarks>
public class ProviderQueue
{
    /// <summary>A worker that was seen so lately counts as one that could have worked.</summary>
    private static readonly TimeSpan AroundFor = TimeSpan.FromMinutes(1);

    private readonly PauseSchedule _schedule;
    private readonly OfferQueue _offers = new();
    private readonly WorkerLine _line = new();
    private readonly WorkerRecords _workers;
    private readonly FailureStreak _failures = new();
    private readonly RecentWork _work = new();

    public ProviderQueue(PauseSchedule schedule)
    {
        _schedule = schedule;
        _workers = new WorkerRecords(schedule.Max + AroundFor, _failures.Forget);
    }

    /// <summary>What the failures of all its workers have come to.</summary>
    public Breaker Breaker { get; private set; } = Breaker.Closed;

    public int Count => _offers.Count;

    /// <summary>Its workers that wait for a job.</summary>
    public int WorkersWaiting => _line.Count;

    /// <summary>Who gets no jobs because an operator decided so.</summary>
    public StoppedByOperator Stopped { get; private set; } = StoppedByOperator.Nobody;

    /// <summary>How many workers something is kept of.</summary>
    public int WorkersKnown => _workers.Count;

    /// <summary>What the failures of one of its workers have come to.</summary>
    public Breaker BreakerOf(WorkerId worker) => _workers.Find(worker)?.Breaker ?? Breaker.Closed;

    /// <summary>How long a job takes here, whatever its type; null until one has succeeded.</summary>
    public TimeSpan? UsualDuration => _work.UsualDuration;

    /// <summary>Claims that succeeded and failed in the last minute.</summary>
    public (int Succeeded, int Failed) CountsOf(DateTimeOffset now) => _work.CountsOf(now);

    /// <summary>Complexity per second on jobs of this type; null until one has succeeded.</summary>
    public double? ThroughputOf(string type) => _work.ThroughputOf(type);

    public virtual void Add(JobOffer offer) => _offers.Add(offer);

    public virtual bool Remove(JobId job) => _offers.Remove(job);

    /// <summary>How many go before this job as things are, counted up to <paramref name="max"/>; null when it does not wait here.</summary>
    public int? AheadOf(JobId job, int max) => _offers.AheadOf(job, max);

    /// <summary>How many would go before a new job of this account as things are, counted up to <paramref name="max"/>.</summary>
    public int AheadOfNew(AccountId account, Priority priority, int max) => _offers.AheadOfNew(account, priority, max);

    /// <summary>The next offers for a worker that asks, as many as it wants and may get.</summary>
    public virtual ImmutableArray<JobOffer> Take(WorkerAsking worker, int count, DateTimeOffset now)
    {
        var record = _workers.See(worker.Id, now);
        var taken = ImmutableArray.CreateBuilder<JobOffer>();
        while (taken.Count < count && ClosedUntil(worker.Id, record, now) is null && _offers.TakeNext(worker) is { } offer)
        {
            taken.Add(HandOut(offer, record, now));
        }

        return taken.ToImmutable();
    }

    public void BeginWait(WaitingWorker waiting, DateTimeOffset now)
    {
        var record = _workers.See(waiting.Worker.Id, now);
        Rank(waiting, record, now);
        _line.Add(waiting);
        record.Waiting.Add(waiting);
    }

    /// <summary>From now on these get no jobs.</summary>
    public virtual void Heed(StoppedByOperator stopped, DateTimeOffset now)
    {
        var changed = stopped.Workers.SymmetricExcept(Stopped.Workers);
        Stopped = stopped;
        foreach (var worker in changed)
        {
            RankAgain(_workers.Find(worker)?.Waiting ?? [], now);
        }
    }

    /// <summary>What is known of each of its workers.</summary>
    public IEnumerable<WorkerFigures> FiguresOf(DateTimeOffset now) => _workers.FiguresOf(now);

    /// <summary>False when it does not wait any more, because it got an offer.</summary>
    public bool EndWait(WaitingWorker waiting) => _line.Remove(waiting) && _workers.Find(waiting.Worker.Id)!.Waiting.Remove(waiting);

    /// <summary>The next offer that one of the waiting workers gets; false when there is none, or nobody may get one now.</summary>
    public virtual bool TryHandOver(DateTimeOffset now, out WaitingWorker worker, out JobOffer offer)
    {
        (worker, offer) = (null!, null!);
        if (_offers.Count == 0 || _line.Count == 0 || ClosedUntil(now) is not null)
        {
            return false;
        }

        if (_line.HeldUntil <= now)
        {
            RankAgain(_line.HeldBefore(now), now);
        }

        if (_line.Ready == 0)
        {
            return false;
        }

        offer = _offers.TakeNext()!;
        worker = _line.BestFor(offer)!;
        EndWait(worker);
        offer = HandOut(offer, _workers.See(worker.Worker.Id, now), now);
        return true;
    }

    /// <summary>When an offer may be handed over that cannot be now; null when nothing but news changes that.</summary>
    public DateTimeOffset? DueAt(DateTimeOffset now)
    {
        if (_offers.Count == 0 || _line.Count == 0)
        {
            return null;
        }

        var until = ClosedUntil(now) ?? (_line.Ready > 0 ? now : _line.HeldUntil);
        return until < DateTimeOffset.MaxValue ? until : null;
    }

    /// <summary>Takes in what a claim came to.</summary>
    /// <param name="jitter">Between 0 and 1; makes pauses differ.</param>
    public virtual void Note(ClaimResult result, double jitter, DateTimeOffset now)
    {
        var record = _workers.See(result.Worker, now);
        _work.Add(result, record, now);
        switch (result.Outcome)
        {
            case AttemptOutcome.Succeeded:
                (record.Breaker, Breaker) = (Breaker.Closed, Breaker.Closed);
                _failures.End();
                break;
            case AttemptOutcome.Transient:
                Fail(result, record, jitter, now);
                break;
            case AttemptOutcome.Lost:
                Lose(result, record, jitter, now);
                break;
            case AttemptOutcome.Rejected or AttemptOutcome.Invalid or AttemptOutcome.Blocked or AttemptOutcome.HandedBack or AttemptOutcome.TimedOut or AttemptOutcome.Canceled or AttemptOutcome.Overtaken:
                (record.Breaker, Breaker) = (record.Breaker.EndTrial(), Breaker.EndTrial());
                break;
        }

        RankAgain(record.Waiting, now);
    }

    private void Fail(ClaimResult result, WorkerRecord record, double jitter, DateTimeOffset now)
    {
        record.Breaker = FailWorker(result, record, jitter, now);
        _failures.Fail(result.Worker, result.Job);

        // One broken worker is no reason to pause the others; that all of them fail is.
        var mayPause = result.Worker.Instance is not null || _failures.IsOfSeveralWorkers || !_workers.AnySeenSince(now - AroundFor, other => !_failures.Includes(other));
        Breaker = Breaker.Fail(result.Detail, _schedule, jitter, now, mayPause);
    }

    /// <summary>
    /// Most often it is the worker that died; the others go on. But when those are lost too that began since then, and nothing succeeds between, then jobs kill workers there or
    /// nobody hears them, and new workers under new ids would go on for ever.
    /// </summary>
    private void Lose(ClaimResult result, WorkerRecord record, double jitter, DateTimeOffset now)
    {
        record.Breaker = FailWorker(result, record, jitter, now);
        _failures.Lose(result.Took, now);
        Breaker = _failures.LostAgain >= _schedule.FailuresMax ? Breaker.Lose(_failures.LostAgain, "One worker after the other stopped reporting.", _schedule, jitter, now) : Breaker.EndTrial();
    }

    /// <summary>The slots of a provider inside this process are one and the same worker, which is paused as the provider.</summary>
    private Breaker FailWorker(ClaimResult result, WorkerRecord record, double jitter, DateTimeOffset now) =>
        result.Worker.Instance is null ? record.Breaker.Fail(result.Detail, _schedule, jitter, now) : record.Breaker;

    private JobOffer HandOut(JobOffer offer, WorkerRecord record, DateTimeOffset now)
    {
        var isTrial = Breaker.IsOnTrial || record.Breaker.IsOnTrial || HasFailedOthers(offer.Job);
        (record.Breaker, Breaker) = (record.Breaker.HandOut(_schedule, now), Breaker.HandOut(_schedule, now));
        return offer.IsTrial == isTrial ? offer : offer with { IsTrial = isTrial };
    }

    /// <summary>
    /// True when another job has failed here and none succeeded since. A provider that goes down fails each job that it has and each that comes until it is paused; if that counted
    /// against them, those few would be worn out by an outage of all providers while those that come later wait for its end.
    /// </summary>
    private bool HasFailedOthers(JobId job) => _schedule.FailuresMax < int.MaxValue && _failures.IncludesOtherThan(job);

    /// <summary>Until when nothing may be handed out; null when something may.</summary>
    private DateTimeOffset? ClosedUntil(DateTimeOffset now) => Stopped.Provider ? DateTimeOffset.MaxValue : Breaker.ClosedUntil(now);

    /// <summary>Until when nothing may be handed to this worker; null when something may.</summary>
    private DateTimeOffset? ClosedUntil(WorkerId worker, WorkerRecord record, DateTimeOffset now) => ClosedUntil(now) ?? OwnClosedUntil(worker, record, now);

    private DateTimeOffset? OwnClosedUntil(WorkerId worker, WorkerRecord record, DateTimeOffset now) =>
        Stopped.Workers.Contains(worker) ? DateTimeOffset.MaxValue : record.Breaker.ClosedUntil(now);

    private void RankAgain(IEnumerable<WaitingWorker> those, DateTimeOffset now)
    {
        foreach (var waiting in those.ToList())
        {
            _line.Change(waiting, one => Rank(one, _workers.Find(one.Worker.Id)!, now));
        }
    }

    private void Rank(WaitingWorker waiting, WorkerRecord record, DateTimeOffset now)
    {
        waiting.Failures = record.Breaker.Failures;
        waiting.Speed = record.Speed;
        waiting.HeldUntil = OwnClosedUntil(waiting.Worker.Id, record, now);
    }
}
