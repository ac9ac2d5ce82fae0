namespace Baton.Providers;

/// <summary>How long a worker or a provider that keeps failing is left alone.</summary>
public sealed record PauseSchedule
{
    /// <summary>Nobody is ever left alone. Then nothing but its own failures ends a job's tries, so all of them count.</summary>
    public static readonly PauseSchedule Never = new() { FailuresMax = int.MaxValue };

    /// <summary>So many failures in a row, whatever the job, and it is paused.</summary>
    public int FailuresMax { get; init; } = 3;

    /// <summary>The first pause; it doubles each time the trial after it fails.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause: what is back works again about so much later at most.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After a pause jobs are handed out one in this time, or one in the time of the pause when that was longer, until one has come to something.</summary>
    public TimeSpan TrialInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause with this number, from 1; a quarter shorter or longer by chance, so that many do not come back at the same moment.</summary>
    /// <param name="jitter">Between 0 and 1.</param>
    public TimeSpan PauseOf(int number, double jitter) => PauseOf(number) * (0.75 + (jitter / 2));

    /// <summary>The time from one trial to the next after the pause with this number. Where trials hang, no more of them do so than would fail where they fail at once.</summary>
    public TimeSpan TrialIntervalAfter(int number) => PauseOf(number) is var pause && pause > TrialInterval ? pause : TrialInterval;

    private TimeSpan PauseOf(int number)
    {
        var pause = First * Math.Pow(2, Math.Min(number - 1, 20));
        return pause < Max ? pause : Max;
    }
}
