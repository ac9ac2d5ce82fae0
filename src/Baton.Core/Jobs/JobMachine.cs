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
        if (WhyNotWaiting(job) is { } refusal)
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
        return job with
        {
            Status = claim.Status,
            Epoch = job.Epoch + 1,
            Lease = new Lease(claim.Provider, claim.Worker, job.Epoch + 1, now + claim.LeaseDuration) { ClaimedAt = now },
            StartedAt = job.StartedAt ?? now,
            Progress = null,
            ReportedBy = null,
        };
    }

    public static JobDecision Renew(JobState job, WorkflowCommand.Renew renew, DateTimeOffset now) =>
        LeaseOf(job, renew.Holder, now) is { } lease
            ? job with
            {
                Status = renew.Status,
                Lease = lease with { ExpiresAt = now + renew.LeaseDuration },
                Progress = renew.Progress ?? job.Progress,
            }
            : NotHeld(job);

    public static JobDecision Complete(JobState job, WorkflowCommand.Complete complete, DateTimeOffset now)
    {
        if (LeaseOf(job, complete.Holder, now) is { } lease)
        {
            return Finish(job, WorkflowStatus.Succeeded, now) with
            {
                ReportedBy = complete.Holder.Worker,
                DoneBy = lease.Provider,
                LastClaimedAt = job.Epoch > 1 ? lease.ClaimedAt : null,
                Output = complete.Output,
                Cost = complete.Cost,
                Blobs = complete.Blobs,
            };
        }

        return job.Status == WorkflowStatus.Succeeded && IsRepeat(job, complete.Holder) ? job : NotHeld(job);
    }

    public static JobDecision Fail(JobState job, WorkflowCommand.Fail fail, RetrySchedule retries, DateTimeOffset now)
    {
        if (LeaseOf(job, fail.Holder, now) is not { } lease)
        {
            return RepeatOfRelease(job, fail.Holder);
        }

        job = EndAttempt(job, OutcomeOf(fail.Kind), fail.Detail, now, fail.Cost);
        var next = fail.Kind switch
        {
            JobFailureKind.Transient => BackToPool(job, lease.Provider, fail.Detail, retries, now, fail.RetryAfter),
            JobFailureKind.Rejected => Release(job, TroubleOf(job, lease.Provider) with { Exhausted = true, Rejected = true, Detail = fail.Detail }),
            JobFailureKind.Invalid => FailForGood(job, fail, now),
            JobFailureKind.Blocked => FailForGood(job, fail, now) with { Reason = FailureReason.Blocked, BlockedReason = fail.Detail },
        };
        return next with { ReportedBy = fail.Holder.Worker };
    }

    public static JobDecision HandBack(JobState job, ClaimHolder holder, RetrySchedule retries, DateTimeOffset now)
    {
        if (LeaseOf(job, holder, now) is not { } lease)
        {
            return RepeatOfRelease(job, holder);
        }

        var released = Release(EndAttempt(job, AttemptOutcome.HandedBack, null, now)) with { ReportedBy = holder.Worker };
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
    public static JobState ExpireLease(JobState job, RetrySchedule retries, DateTimeOffset now) =>
        job.Lease is { } lease && lease.ExpiresAt <= now
            ? LoseWorker(job, retries.LostLeasesMax, "The worker stopped reporting.", retries, now)
            : job;

    /// <summary>The job without the pauses that are over, so that they are not due for ever. The same job when there are none.</summary>
    public static JobState EndPauses(JobState job, DateTimeOffset now)
    {
        job = ExternalRequests.Release(job, request => request.HeldUntil <= now);
        return job.Troubles.Any(trouble => trouble.PausedUntil <= now)
            ? job with { Troubles = [.. job.Troubles.Select(trouble => trouble.PausedUntil <= now ? trouble with { PausedUntil = null } : trouble)] }
            : job;
    }

    /// <summary>The job after the process that worked on it went away.</summary>
    public static JobState Interrupt(JobState job, RetrySchedule retries, DateTimeOffset now) =>
        LoseWorker(job, retries.InterruptionsMax, "The process stopped each time it worked on this job.", retries, now);

    /// <summary>Ends a job that has not ended.</summary>
    public static JobState Finish(JobState job, WorkflowStatus status, DateTimeOffset now) =>
        job with { Status = status, Lease = null, CompletedAt = now, Progress = null };

    /// <summary>Ends a job whose step's time is up.</summary>
    public static JobState TimeOut(JobState job, string detail, DateTimeOffset now) =>
        Finish(EndAttempt(job, AttemptOutcome.TimedOut, null, now), WorkflowStatus.Expired, now) with { Reason = FailureReason.Timeout, Detail = detail };

    /// <summary>Ends a job that is not wanted any more.</summary>
    public static JobState Cancel(JobState job, string detail, DateTimeOffset now) =>
        Finish(EndAttempt(job, AttemptOutcome.Canceled, null, now), WorkflowStatus.Canceled, now) with { Reason = FailureReason.Canceled, Detail = detail };

    private static WorkflowRefusal? WhyNotWaiting(JobState job) => job.Status switch
    {
        var status when status.IsTerminal() => WorkflowRefusal.JobEnded,
        var status when status.IsHeld() => WorkflowRefusal.AlreadyClaimed,
        _ => null,
    };

    private static JobState LoseWorker(JobState job, int atMost, string detail, RetrySchedule retries, DateTimeOffset now)
    {
        var ended = EndAttempt(job, AttemptOutcome.Lost, detail, now);
        return job.Interruptions < atMost
            ? ExternalRequests.Hold(Release(ended) with { Interruptions = job.Interruptions + 1 }, job.Lease!.Provider, now + retries.RequestHold)
            : BackToPool(ended, job.Lease!.Provider, detail, retries, now);
    }

    /// <summary>The job with one more claim that came to nothing; the same one when nobody holds it.</summary>
    private static JobState EndAttempt(JobState job, AttemptOutcome outcome, string? detail, DateTimeOffset now, decimal? cost = null)
    {
        if (job.Lease is not { } lease)
        {
            return job;
        }

        var attempt = new JobAttempt(lease.Provider, lease.Worker, lease.Epoch, lease.ClaimedAt, now, outcome, detail) { Cost = cost };
        var known = job.Attempts ?? [];
        return job with { Attempts = [.. known.Skip(known.Length - AttemptsMax + 1), attempt] };
    }

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
    private static JobState BackToPool(JobState job, ProviderId provider, string detail, RetrySchedule retries, DateTimeOffset now, TimeSpan? retryAfter = null)
    {
        var trouble = TroubleOf(job, provider);
        if (retryAfter is { } pause)
        {
            return Release(job, trouble with { PausedUntil = now + retries.PauseAskedFor(pause), Detail = detail });
        }

        var failures = trouble.Failures + 1;
        return Release(job, trouble with
        {
            Failures = failures,
            Exhausted = failures >= retries.TransientFailuresMax,
            PausedUntil = now + retries.PauseAfter(failures),
            Detail = detail,
        });
    }

    private static JobState Release(JobState job) =>
        job with { Status = WorkflowStatus.Unassigned, Lease = null, Progress = null };

    private static JobState Release(JobState job, ProviderTrouble trouble) =>
        Release(job) with { Troubles = job.Troubles.RemoveAll(t => t.Provider == trouble.Provider).Add(trouble) };

    private static ProviderTrouble TroubleOf(JobState job, ProviderId provider) =>
        job.TroubleWith(provider) ?? new ProviderTrouble { Provider = provider };

    /// <summary>The lease, when this holder has it at this time.</summary>
    public static Lease? LeaseOf(JobState job, ClaimHolder holder, DateTimeOffset now) =>
        job.Lease is { } lease && lease.IsHeldBy(holder, now) ? lease : null;

    /// <summary>Whatever became of the job since, as long as nobody else has claimed it: the worker did say that it gives it up.</summary>
    private static JobDecision RepeatOfRelease(JobState job, ClaimHolder holder) =>
        job.Status != WorkflowStatus.Succeeded && IsRepeat(job, holder) ? job : NotHeld(job);

    private static bool IsRepeat(JobState job, ClaimHolder holder) =>
        job.Lease is null && job.Epoch == holder.Epoch && job.ReportedBy == holder.Worker;

    /// <summary>Why who does not hold the job may not report on it.</summary>
    public static JobDecision NotHeld(JobState job) =>
        job.Status.IsTerminal() ? WorkflowRefusal.JobEnded : WorkflowRefusal.LeaseNotHeld;
}
