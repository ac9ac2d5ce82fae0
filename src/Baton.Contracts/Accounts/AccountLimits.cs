using Baton.Contracts.Workflows;

namespace Baton.Contracts.Accounts;

/// <summary>What an account may do, and how much of it it does.</summary>
public sealed record AccountLimits
{
    public required string Account { get; init; }

    public required string Tier { get; init; }

    /// <summary>The step types it may use; absent: all.</summary>
    public IReadOnlyList<string>? Recipes { get; init; }

    public required bool MatureContent { get; init; }

    /// <summary>The highest priority.</summary>
    public required Priority Priority { get; init; }

    /// <summary>Bytes of one JSON body.</summary>
    public required long BodyBytes { get; init; }

    public required RequestLimits Requests { get; init; }

    /// <summary>Workflows that have not ended.</summary>
    public required CountLimit ConcurrentWorkflows { get; init; }

    /// <summary>Jobs that wait for a worker.</summary>
    public required CountLimit QueuedJobs { get; init; }

    /// <summary>Live streams that are open.</summary>
    public required CountLimit LiveStreams { get; init; }
}

/// <summary>How fast an account may ask.</summary>
public sealed record RequestLimits
{
    public required int PerSecond { get; init; }

    /// <summary>At once, after a quiet time.</summary>
    public required int Burst { get; init; }

    /// <summary>At once, now.</summary>
    public required long Left { get; init; }
}

/// <summary>How many there may be at a time, and how many there are.</summary>
public sealed record CountLimit
{
    public required int Max { get; init; }

    public required int Used { get; init; }
}
