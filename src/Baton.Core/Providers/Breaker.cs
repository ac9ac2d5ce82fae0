namespace Baton.Providers;

/// <summary>
/// What the failures of one worker or one provider on all its jobs have come to. After some in a row it is paused; after the pause single jobs try whether it works
/// again; a success is the end of it, a failure the beginning of a longer pause.
/// </summary>
public sealed record Breaker
{
    /// <summary>Nothing against it: what it begins with, and what it is after each job that came to something.</summary>
    public static readonly Breaker Closed = new();

    /// <summary>How often it has failed in a row.</summary>
    public int Failures { get; private init; }

    /// <summary>How often it has been paused since it last worked.</summary>
    public int Pauses { get; private init; }

    /// <summary>When the latest pause ends; null while there is none. It stays set until a job has come to something.</summary>
    public DateTimeOffset? PausedUntil { get; private init; }

    /// <summary>No further trial before this.</summary>
    public DateTimeOffset? NextTrialAt { get; private init; }

    /// <summary>What it said when it last failed, for operators: other accounts' jobs are no business of a caller.</summary>
    public string? Reason { get; private init; }

    /// <summary>True when a job handed out now only tries whether it works again.</summary>
    public bool IsOnTrial => PausedUntil is not null;

    public bool IsPaused(DateTimeOffset now) => PausedUntil > now;

    /// <summary>Null when a job may be handed out now; else when one may be.</summary>
    public DateTimeOffset? ClosedUntil(DateTimeOffset now) =>
        PausedUntil > now ? PausedUntil : NextTrialAt > now ? NextTrialAt : null;

    /// <summary>After a job was handed out.</summary>
    public Breaker HandOut(PauseSchedule schedule, DateTimeOffset now) => IsOnTrial ? this with { NextTrialAt = now + schedule.TrialIntervalAfter(Pauses) } : this;

    /// <summary>After a job that says nothing of whether it works, such as one that was refused or canceled: the next trial need not wait.</summary>
    public Breaker EndTrial() => NextTrialAt is null ? this : this with { NextTrialAt = null };

    /// <summary>After workers were lost one after the other, so many that it is not they who are to blame.</summary>
    public Breaker Lose(int inARow, string reason, PauseSchedule schedule, double jitter, DateTimeOffset now) =>
        (this with { Failures = Math.Max(Failures, inARow - 1) }).Fail(reason, schedule, jitter, now);

    /// <summary>After a failure.</summary>
    /// <param name="mayPause">False when it is known that others of the same kind work.</param>
    public Breaker Fail(string? reason, PauseSchedule schedule, double jitter, DateTimeOffset now, bool mayPause = true)
    {
        var failed = this with { Failures = Failures + 1, Reason = reason };
        if (IsPaused(now) || !(IsOnTrial || (mayPause && failed.Failures >= schedule.FailuresMax)))
        {
            return failed; // While it is paused, those fail that were begun before.
        }

        return failed with { Pauses = Pauses + 1, PausedUntil = now + schedule.PauseOf(Pauses + 1, jitter), NextTrialAt = null };
    }
}
