namespace Baton.Callbacks;

/// <summary>How patient Baton is with an endpoint.</summary>
public sealed record CallbackSchedule
{
    private const double JitterShare = 0.25;

    /// <summary>How long an event is tried, from the moment it came about. Then it is parked.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromDays(3);

    /// <summary>The pause after the first failure, give or take a quarter; it doubles with each further one.</summary>
    public TimeSpan PauseFirst { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause, give or take a quarter.</summary>
    public TimeSpan PauseMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The longest pause that an endpoint can ask for.</summary>
    public TimeSpan RetryAfterMax { get; init; } = TimeSpan.FromHours(24);

    /// <summary>When nothing was heard of an attempt for so long, it is made again: the process that made it is gone. Longer than an attempt may take.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The pause after this many failures, at least one.</summary>
    /// <param name="jitter">Between 0 and 1. Different for different workflows, so that they do not come back to an endpoint all at once.</param>
    public TimeSpan PauseAfter(int failures, double jitter)
    {
        var pause = PauseFirst * Math.Pow(2, Math.Min(failures - 1, 30));
        return (pause < PauseMax ? pause : PauseMax) * (1 - JitterShare + (2 * JitterShare * jitter));
    }
}
