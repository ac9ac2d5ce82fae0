using System.Text.Json.Serialization;
using Baton.Contracts.Json;
using Baton.Providers;

namespace Baton.Jobs;

/// <summary>A claim that has ended without a result (invariant Explained). The one that succeeded is told by the job itself.</summary>
/// <param name="Epoch">Which of the job's claims it was.</param>
/// <param name="StartedAt">When it was claimed.</param>
/// <param name="Detail">What the worker said, or what was noticed, cleaned of secrets.</param>
public sealed record JobAttempt(
    ProviderId Provider, WorkerId Worker, int Epoch, DateTimeOffset? StartedAt, DateTimeOffset EndedAt, AttemptOutcome Outcome, string? Detail)
{
    /// <summary>What it cost at a service outside although it came to nothing, in US dollars; null when nothing was told.</summary>
    public decimal? Cost { get; init; }
}

/// <summary>How a claim ended.</summary>
[JsonConverter(typeof(WireEnumConverter<AttemptOutcome>))]
public enum AttemptOutcome
{
    /// <summary>The worker delivered.</summary>
    Succeeded,

    /// <summary>Trouble of the provider that may pass.</summary>
    Transient,

    /// <summary>This provider cannot do it.</summary>
    Rejected,

    /// <summary>The input is bad.</summary>
    Invalid,

    /// <summary>Moderation stopped it.</summary>
    Blocked,

    /// <summary>The worker went away without a word.</summary>
    Lost,

    /// <summary>The worker gave it back because it stopped.</summary>
    HandedBack,

    /// <summary>The job was hedged, and the other claim ended it first.</summary>
    Overtaken,

    /// <summary>The step's time was up.</summary>
    TimedOut,

    /// <summary>Somebody canceled the workflow.</summary>
    Canceled,
}
