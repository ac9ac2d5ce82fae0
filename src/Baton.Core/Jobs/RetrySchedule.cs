namespace Baton.Jobs;

/// <summary>How patient a job is with a provider, and with processes that go away.</summary>
public sealed record RetrySchedule
{
    /// <summary>So many transient failures exhaust a provider for a job.</summary>
    public int TransientFailuresMax { get; init; } = 2;

    /// <summary>
    /// So many failed trials exhaust a provider for a job: it is the provider that was down, but a job that brings it down must not try for ever. For a job that waits alone they
    /// take some minutes; where several wait, they share the trials.
    /// </summary>
    public int FailedTrialsMax { get; init; } = 10;

    /// <summary>So often the process may go away under a job before that counts as a failure of the provider.</summary>
    public int InterruptionsMax { get; init; } = 20;

    /// <summary>So many workers may vanish under a job before that counts as a failure of the provider; it is most often the worker that died, not the job that killed it.</summary>
    public int LostLeasesMax { get; init; } = 3;

    /// <summary>The pause after a provider's first transient failure; it doubles with each further one.</summary>
    public TimeSpan PauseFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    public TimeSpan PauseMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>So long a job whose worker went away waits for the provider that has a request to a service outside under way, before others may take it.</summary>
    public TimeSpan RequestHold { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest pause that a service outside may ask for.</summary>
    public TimeSpan PauseAskedMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The pause that a service outside asked for, within bounds.</summary>
    public TimeSpan PauseAskedFor(TimeSpan pause) => pause < PauseFirst ? PauseFirst : pause < PauseAskedMax ? pause : PauseAskedMax;

    /// <summary>The pause after this many failures, at least one.</summary>
    public TimeSpan PauseAfter(int failures)
    {
        var doublings = Math.Min(failures - 1, 20);
        var pause = PauseFirst * Math.Pow(2, doublings);
        return pause < PauseMax ? pause : PauseMax;
    }
}
