using System.Collections.Immutable;
using Baton.Claims;
using Baton.Contracts.Workflows;
using Baton.Providers;
using Baton.Workflows;

namespace Baton.Jobs;

/// <summary>What may become of one job. Each function gives the job as it is afterwards, or says why not.</summary>
internal static class JobMachine
{
    /// <summary>So many of a job's attempts are kept; its epoch counts all.</summary>
    private const int AttemptsMax = 20;

    public static JobDecision Claim(JobState job, WorkflowCommand.Claim claim, DateTimeOffset now)
    {
        if (WhyNotToBeHad(job, claim.Worker) is { } refusal)
        {
            return refusal;
        }

        var trouble = job.TroubleWith(claim.Provider);
        if (trouble is { Exhausted: true })
        {
            return WorkflowRefusal.ProviderExhausted;
        }

        if (trouble?.PausedUntil > now || (job.HeldFor(now) is { } watcher && watcher != claim.Provider))
        {
            return WorkflowRefusal.NotYet;
        }

        job = ExternalRequests.Release(job, request => request.Provider == claim.Provider);
        var lease = new Lease(claim.Provider, claim.Worker, job.Epoch + 1, now + claim.LeaseDuration) { ClaimedAt = now, IsTrial = claim.IsTrial };
        return job.Lease is null ? Take(job, claim, lease, now) : job with { Epoch = lease.Epoch, Hedge = lease with { IsSecond = true } };
    }

    /// <summary>Lets a second worker claim a job whose claim takes too long.</summary>
    public static JobDecision Hedge(JobState job, DateTimeOffset now) => job switch
    {
        _ when job.Status.IsTerminal() => WorkflowRefusal.JobEnded,
        { Lease.IsHedged: true } => job,
        { Lease: { HedgeAt: { } due } lease } when due <= now => job with { Lease = lease with { HedgeAt = null, IsHedged = true } },
        _ => WorkflowRefusal.NotYet,
    };

    /// <summary>Of two claims the older one says the status; the further of the two progresses is shown.</summary>
    public static JobDecision Renew(JobState job, WorkflowCommand.Renew renew, DateTimeOffset now)
    {
        if (job.ClaimOf(renew.Holder, now) is not { } lease)
        {
            return NotHeld(job, renew.Holder);
        }

        var renewed = lease with { ExpiresAt = now + renew.LeaseDuration };
        job = renew.Preview is { } preview ? job with { Preview = preview } : job;
        return job.Hedge is null ? job with { Status = renew.Status, Lease = renewed, Progress = renew.Progress ?? job.Progress }
            : lease == job.Lease ? job with { Status = renew.Status, Lease = renewed, Progress = Further(job.Progress, renew.Progress) }
            : job with { Hedge = renewed, Progress = Further(job.Progress, renew.Progress) };
    }

    public static JobDecision Complete(JobState job, WorkflowCommand.Complete complete, DateTimeOffset now)
    {
        if (job.ClaimOf(complete.Holder, now) is { } lease)
        {
            return Finish(Overtake(job, lease, now), WorkflowStatus.Succeeded, now) with
            {
                ReportedBy = complete.Holder.Worker,
                ReportedUnder = Under(job, lease),
                DoneBy = lease.Provider,
                LastClaimedAt = lease.Epoch > 1 ? lease.ClaimedAt : null,
                Output = complete.Output,
                Cost = complete.Cost,
                Blobs = complete.Blobs,
            };
        }

        return job.Status == WorkflowStatus.Succeeded && IsRepeat(job, complete.Holder) ? job : NotHeld(job, complete.Holder);
    }

    public static JobDecision Fail(JobState job, WorkflowCommand.Fail fail, RetrySchedule retries, DateTimeOffset now)
    {
        if (job.ClaimOf(fail.Holder, now) is not { } lease)
        {
            return RepeatOfRelease(job, fail.Holder);
        }

        job = EndAttempt(job, lease, OutcomeOf(fail.Kind), fail.Detail, now, fail.Cost);
        var next = fail.Kind switch
        {
            JobFailureKind.Transient => BackToPool(job, lease, fail.Detail, retries, now, fail.RetryAfter),
            JobFailureKind.Rejected => Release(job, lease, TroubleOf(job, lease.Provider) with { Exhausted = true, Rejected = true, Detail = fail.Detail }),
            JobFailureKind.Invalid => FailForGood(Overtake(job, lease, now), fail, now),
            JobFailureKind.Blocked => FailForGood(Overtake(job, lease, now), fail, now) with { Reason = FailureReason.Blocked, BlockedReason = fail.Detail },
        };
        return next with { ReportedBy = fail.Holder.Worker, ReportedUnder = Under(job, lease) };
    }

    public static JobDecision HandBack(JobState job, ClaimHolder holder, RetrySchedule retries, DateTimeOffset now)
    {
        if (job.ClaimOf(holder, now) is not { } lease)
        {
            return RepeatOfRelease(job, holder);
        }

        var released = Release(EndAttempt(job, lease, AttemptOutcome.HandedBack, null, now), lease) with { WaitsSince = now, ReportedBy = holder.Worker, ReportedUnder = Under(job, lease) };
        return ExternalRequests.Hold(released, lease.Provider, now + retries.RequestHold);
    }

    /// <summary>Ends a job that moderation stopped before anybody had it.</summary>
    public static JobDecision Block(JobState job, string reason, DateTimeOffset now) => WhyNotWaiting(job) is { } refusal
        ? refusal
        : Finish(job, WorkflowStatus.Failed, now) with { Failure = JobFailureKind.Blocked, Reason = FailureReason.Blocked, BlockedReason = reason, Detail = reason };

    /// <summary>Writes down how moderation rated a job before anybody had it.</summary>
    public static JobDecision Rate(JobState job, NsfwLevel rating) => WhyNotWaiting(job) is { } refusal ? refusal : job with { Rating = rating };

    /// <summary>Gives a job up that no provider is left for.</summary>
    public static JobDecision Abandon(JobState job, string detail, DateTimeOffset now)
    {
        if (WhyNotWaiting(job) is { } refusal)
        {
            return refusal;
        }

        var onlyRejected = job.Troubles.All(trouble => trouble.Rejected);
        return Finish(job, WorkflowStatus.Failed, now) with
        {
            Reason = onlyRejected ? FailureReason.NoProviderAvailable : null,
            Failure = onlyRejected ? JobFailureKind.Rejected : JobFailureKind.Transient,
            Detail = detail,
        };
    }

    /// <summary>The job after its lease ran out: back in the pool at once, and the provider's failure only when it happens again and again. The same job while it has not.</summary>
    public static JobState ExpireLeases(JobState job, RetrySchedule retries, DateTimeOffset now) =>
        Lose(job, lease => lease.ExpiresAt <= now, retries.LostLeasesMax, "The worker stopped reporting.", retries, now);

    /// <summary>The job with its second claim put off if one was due and not allowed, by half the time the first has taken; so it is asked for ever less often. Else the same job.</summary>
    public static JobState PutOffHedge(JobState job, DateTimeOffset now) =>
        job.Lease is { HedgeAt: { } due, HedgeAfter: { } after } lease && due <= now
            ? job with { Lease = lease with { HedgeAt = now + Longer(after, (now - (lease.ClaimedAt ?? now)) / 2) } }
            : job;

    /// <summary>The waiting job with when the next of the providers may have it that are held back from it; null: none is. Every other job as it is.</summary>
    public static JobState HoldBack(JobState job, DateTimeOffset? until) =>
        job.Status == WorkflowStatus.Unassigned && job.SpillAt != until ? job with { SpillAt = until } : job;

    /// <summary>The job without the pauses that are over, so that they are not due for ever. The same job when there are none.</summary>
    public static JobState EndPauses(JobState job, DateTimeOffset now)
    {
        job = ExternalRequests.Release(job, request => request.HeldUntil <= now);
        job = job.SpillAt <= now ? job with { SpillAt = null } : job;
        return job.Troubles.Any(trouble => trouble.PausedUntil <= now)
            ? job with { Troubles = [.. job.Troubles.Select(trouble => trouble.PausedUntil <= now ? trouble with { PausedUntil = null } : trouble)] }
            : job;
    }

    /// <summary>The job after the processes that worked on it went away: all but the live ones. The same job when it lost nobody.</summary>
    public static JobState Interrupt(JobState job, ImmutableArray<string> liveInstances, RetrySchedule retries, DateTimeOffset now) =>
        Lose(
            job,
            lease => lease.Worker.Instance is { } instance && !liveInstances.Contains(instance),
            retries.InterruptionsMax,
            "The process stopped each time it worked on this job.",
            retries,
            now);

    /// <summary>Ends a job that has not ended.</summary>
    public static JobState Finish(JobState job, WorkflowStatus status, DateTimeOffset now) =>
        job with { Status = status, Lease = null, Hedge = null, SpillAt = null, CompletedAt = now, Progress = null, Preview = null };

    /// <summary>Ends a job whose step's time is up.</summary>
    public static JobState TimeOut(JobState job, string detail, DateTimeOffset now) =>
        Finish(EndAttempts(job, AttemptOutcome.TimedOut, now), WorkflowStatus.Expired, now) with { Reason = FailureReason.Timeout, Detail = detail };

    /// <summary>Ends a job that is not wanted any more.</summary>
    public static JobState Cancel(JobState job, string detail, DateTimeOffset now) =>
        Finish(EndAttempts(job, AttemptOutcome.Canceled, now), WorkflowStatus.Canceled, now) with { Reason = FailureReason.Canceled, Detail = detail };

    private static WorkflowRefusal? WhyNotWaiting(JobState job) => job.Status switch
    {
        var status when status.IsTerminal() => WorkflowRefusal.JobEnded,
        var status when status.IsHeld() => WorkflowRefusal.AlreadyClaimed,
        _ => null,
    };

    private static WorkflowRefusal? WhyNotToBeHad(JobState job, WorkerId worker) =>
        job.WantsHedge && job.Lease!.Worker != worker ? null : WhyNotWaiting(job);

    private static JobState Take(JobState job, WorkflowCommand.Claim claim, Lease lease, DateTimeOffset now) => job with
    {
        Status = claim.Status,
        Epoch = lease.Epoch,
        Lease = lease with { HedgeAfter = claim.HedgeAfter, HedgeAt = now + claim.HedgeAfter },
        StartedAt = job.StartedAt ?? now,
        SpillAt = null,
        Progress = null,
        ReportedBy = null,
        ReportedUnder = null,
    };

    private static JobState Lose(JobState job, Func<Lease, bool> isLost, int atMost, string detail, RetrySchedule retries, DateTimeOffset now)
    {
        job = job.Hedge is { } hedge && isLost(hedge) ? LoseWorker(job, hedge, atMost, detail, retries, now) : job;
        return job.Lease is { } lease && isLost(lease) ? LoseWorker(job, lease, atMost, detail, retries, now) : job;
    }

    private static JobState LoseWorker(JobState job, Lease lease, int atMost, string detail, RetrySchedule retries, DateTimeOffset now)
    {
        var ended = EndAttempt(job, lease, AttemptOutcome.Lost, detail, now);
        return job.Interruptions < atMost
            ? ExternalRequests.Hold(Release(ended, lease) with { WaitsSince = now, Interruptions = job.Interruptions + 1 }, lease.Provider, now + retries.RequestHold)
            : BackToPool(ended, lease, detail, retries, now);
    }

    /// <summary>The job with one more claim that came to nothing.</summary>
    private static JobState EndAttempt(JobState job, Lease lease, AttemptOutcome outcome, string? detail, DateTimeOffset now, decimal? cost = null)
    {
        var attempt = new JobAttempt(lease.Provider, lease.Worker, lease.Epoch, lease.ClaimedAt, now, outcome, detail) { Cost = cost };
        var known = job.Attempts ?? [];
        return job with { Attempts = [.. known.Skip(known.Length - AttemptsMax + 1), attempt] };
    }

    private static JobState EndAttempts(JobState job, AttemptOutcome outcome, DateTimeOffset now) =>
        job.LiveClaims().Aggregate(job, (ended, lease) => EndAttempt(ended, lease, outcome, null, now));

    /// <summary>The job with the other claim ended, because this one ends the job; the same one when there is no other.</summary>
    private static JobState Overtake(JobState job, Lease first, DateTimeOffset now) =>
        job.LiveClaims().FirstOrDefault(lease => lease.Epoch != first.Epoch) is { } other
            ? EndAttempt(job, other, AttemptOutcome.Overtaken, $"{first.Provider} was first.", now)
            : job;

    private static AttemptOutcome OutcomeOf(JobFailureKind kind) => kind switch
    {
        JobFailureKind.Transient => AttemptOutcome.Transient,
        JobFailureKind.Rejected => AttemptOutcome.Rejected,
        JobFailureKind.Invalid => AttemptOutcome.Invalid,
        JobFailureKind.Blocked => AttemptOutcome.Blocked,
    };

    private static JobState FailForGood(JobState job, WorkflowCommand.Fail fail, DateTimeOffset now) =>
        Finish(job, WorkflowStatus.Failed, now) with { Failure = fail.Kind, Detail = fail.Detail };

    /// <summary>A service that says when to come again is only busy: that pauses the provider and is no failure, or a rush would exhaust it. The step's deadline bounds it.</summary>
    private static JobState BackToPool(JobState job, Lease lease, string detail, RetrySchedule retries, DateTimeOffset now, TimeSpan? retryAfter = null)
    {
        var trouble = TroubleOf(job, lease.Provider);
        if (retryAfter is { } pause)
        {
            return Release(job, lease, trouble with { PausedUntil = now + retries.PauseAskedFor(pause), Detail = detail });
        }

        trouble = lease.IsTrial ? trouble with { FailedTrials = trouble.FailedTrials + 1 } : trouble with { Failures = trouble.Failures + 1 };
        return Release(job, lease, trouble with
        {
            Exhausted = trouble.Failures >= retries.TransientFailuresMax || trouble.FailedTrials >= retries.FailedTrialsMax,
            PausedUntil = now + retries.PauseAfter(trouble.Failures + trouble.FailedTrials),
            Detail = detail,
        });
    }

    /// <summary>The job without this claim: held by the other one when there are two, else back in the pool. The picture may have been this claim's and goes.</summary>
    private static JobState Release(JobState job, Lease lease) => job.Hedge switch
    {
        null => job with { Status = WorkflowStatus.Unassigned, Lease = null, Progress = null, Preview = null },
        var hedge when hedge.Epoch == lease.Epoch => job with { Hedge = null, Preview = null },
        var hedge => job with { Lease = hedge, Hedge = null, Preview = null },
    };

    private static JobState Release(JobState job, Lease lease, ProviderTrouble trouble) =>
        Release(job, lease) with { Troubles = job.Troubles.RemoveAll(t => t.Provider == trouble.Provider).Add(trouble) };

    private static ProviderTrouble TroubleOf(JobState job, ProviderId provider) =>
        job.TroubleWith(provider) ?? new ProviderTrouble { Provider = provider };

    /// <summary>Whatever became of the job since, as long as nobody has claimed it anew: the worker did say that it gives it up.</summary>
    private static JobDecision RepeatOfRelease(JobState job, ClaimHolder holder) =>
        job.Status != WorkflowStatus.Succeeded && IsRepeat(job, holder) ? job : NotHeld(job, holder);

    private static bool IsRepeat(JobState job, ClaimHolder holder) =>
        job.ReportedBy == holder.Worker && (job.ReportedUnder ?? job.Epoch) == holder.Epoch;

    private static int? Under(JobState job, Lease lease) => lease.Epoch == job.Epoch ? null : lease.Epoch;

    /// <summary>Why who does not hold the job may not report on it.</summary>
    public static JobDecision NotHeld(JobState job, ClaimHolder holder) => job switch
    {
        { Status: var status } when !status.IsTerminal() => WorkflowRefusal.LeaseNotHeld,
        { Attempts: { } attempts } when attempts.Any(one => one.Epoch == holder.Epoch && one.Worker == holder.Worker && one.Outcome == AttemptOutcome.Overtaken) => WorkflowRefusal.Overtaken,
        _ => WorkflowRefusal.JobEnded,
    };

    private static double? Further(double? a, double? b) => a is null || b > a ? b ?? a : a;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
