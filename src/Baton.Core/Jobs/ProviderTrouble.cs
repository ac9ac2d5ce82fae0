using Baton.Providers;

namespace Baton.Jobs;

/// <summary>What one provider's failures on one job have come to.</summary>
public sealed record ProviderTrouble
{
    public required ProviderId Provider { get; init; }

    /// <summary>How often it failed transiently.</summary>
    public int Failures { get; init; }

    /// <summary>How often it failed when the job only tried whether it works again.</summary>
    public int FailedTrials { get; init; }

    /// <summary>It is not asked again for this job (invariant Exhausted).</summary>
    public bool Exhausted { get; init; }

    /// <summary>It said that it cannot do this job.</summary>
    public bool Rejected { get; init; }

    /// <summary>It is not asked again before this.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>What it said last.</summary>
    public string? Detail { get; init; }
}
