namespace Baton.Providers;

/// <summary>How long a worker or a provider that keeps failing is left alone.</summary>
public sealed record PauseSchedule
{
    /// <summary>So many failures in a row, whatever the job, and it is paused.</summary>
    public int FailuresMax { get; init; } = 3;

    /// <summary>The first pause; it doubles each time the trial after it fails.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>After a pause jobs are handed out one in this time, until one has come to something.</summary>
    public TimeSpan TrialInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause with this number, from 1; a quarter shorter or longer by chance, so that many do not come back at the same moment.</summary>
    /// <param name="jitter">Between 0 and 1.</param>
    public TimeSpan PauseOf(int number, double jitter)
    {
        var pause = First * Math.Pow(2, Math.Min(number - 1, 20));
        return (pause < Max ? pause : Max) * (0.75 + (jitter / 2));
    }
}
