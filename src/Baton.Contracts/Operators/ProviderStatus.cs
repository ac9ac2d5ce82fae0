using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Contracts.Operators;

/// <summary>Every provider that is registered or that an operator has decided something for.</summary>
public sealed record ProviderStatusList
{
    public required IReadOnlyList<ProviderStatus> Items { get; init; }
}

/// <summary>A provider as operators see it, at this moment.</summary>
public sealed record ProviderStatus
{
    public required string Provider { get; init; }

    /// <summary>True when it runs inside the server; false when its workers speak HTTP.</summary>
    public required bool InProcess { get; init; }

    public required WorkState State { get; init; }

    /// <summary>Why it is in this state, in words; absent when it simply runs.</summary>
    public string? Why { get; init; }

    /// <summary>What keeps it from taking jobs; absent when nothing does.</summary>
    public PauseStatus? Pause { get; init; }

    /// <summary>The step types it can run.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Its workers that are registered.</summary>
    public required int Workers { get; init; }

    /// <summary>How many jobs its workers that are there do at a time.</summary>
    public required int Slots { get; init; }

    public required int FreeSlots { get; init; }

    /// <summary>Jobs that are offered to it. One that is offered to several providers counts at each.</summary>
    public required int WaitingJobs { get; init; }

    public required ClaimRates LastMinute { get; init; }

    /// <summary>How long a job takes there, in seconds; absent until one has succeeded since the server started.</summary>
    public double? UsualSeconds { get; init; }

    /// <summary>Those with a higher number are asked first.</summary>
    public required int Preference { get; init; }

    /// <summary>So long a job waits for providers with a higher preference before this one may have it, in seconds; absent when no other is preferred to it.</summary>
    public double? SpillAfterSeconds { get; init; }

    /// <summary>What it costs; absent when no price is set.</summary>
    public ProviderPrices? Price { get; init; }
}

/// <summary>The prices that are set for a provider, in US dollars; those that are not set are absent.</summary>
public sealed record ProviderPrices
{
    /// <summary>For each job.</summary>
    public decimal? PerJob { get; init; }

    /// <summary>For each second that its service says it worked.</summary>
    public decimal? PerSecond { get; init; }

    public decimal? PerMillionInputTokens { get; init; }

    public decimal? PerMillionOutputTokens { get; init; }
}

/// <summary>Every worker that is registered.</summary>
public sealed record WorkerStatusList
{
    public required IReadOnlyList<WorkerStatus> Items { get; init; }
}

/// <summary>A worker as operators see it, at this moment.</summary>
public sealed record WorkerStatus
{
    public required string Id { get; init; }

    public required string Provider { get; init; }

    public string? Name { get; init; }

    /// <summary>The account whose token registered it.</summary>
    public required string Account { get; init; }

    public required WorkState State { get; init; }

    /// <summary>Why it is in this state, in words; absent when it simply runs.</summary>
    public string? Why { get; init; }

    /// <summary>What keeps it from taking jobs; absent when nothing does.</summary>
    public PauseStatus? Pause { get; init; }

    public required int Slots { get; init; }

    /// <summary>The jobs it holds.</summary>
    public required IReadOnlyList<string> Jobs { get; init; }

    public required ClaimRates LastMinute { get; init; }

    /// <summary>How many resources it has locally.</summary>
    public required int Resources { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }
}

/// <summary>Claims that ended in the last minute.</summary>
/// <param name="Failed">By transient trouble, or because the worker fell silent.</param>
public sealed record ClaimRates(int Succeeded, int Failed);

/// <summary>Why and until when somebody gets no jobs.</summary>
public sealed record PauseStatus
{
    /// <summary>True when an operator decided so; false when it kept failing.</summary>
    public required bool ByOperator { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>When it is tried again; absent when an operator must say so.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How often it failed in a row.</summary>
    public int? Failures { get; init; }

    /// <summary>What the operator wrote, or what it said when it last failed.</summary>
    public string? Reason { get; init; }

    /// <summary>The account of the operator.</summary>
    public string? By { get; init; }
}

/// <summary>What a provider or worker is at.</summary>
[JsonConverter(typeof(WireEnumConverter<WorkState>))]
public enum WorkState
{
    /// <summary>It takes jobs.</summary>
    Running,

    /// <summary>It failed and takes one job after the other until one succeeds.</summary>
    Trial,

    /// <summary>It kept failing and is left alone for a while.</summary>
    Failing,

    /// <summary>An operator paused it.</summary>
    Paused,

    /// <summary>An operator drains it and it still has jobs.</summary>
    Draining,

    /// <summary>An operator drains it and it has no jobs any more.</summary>
    Drained,

    /// <summary>It was not seen lately; of a provider, none of its workers was.</summary>
    Away,

    /// <summary>The tool it needs is missing.</summary>
    OutOfOrder,
}
