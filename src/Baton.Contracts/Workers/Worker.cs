namespace Baton.Contracts.Workers;

/// <summary>A registered worker.</summary>
public sealed record Worker
{
    public required string Id { get; init; }

    public required string Provider { get; init; }

    public string? Name { get; init; }

    public required IReadOnlyList<WorkerCapability> Capabilities { get; init; }

    public required int Slots { get; init; }

    public required IReadOnlyList<string> Resources { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>How long a claim lasts without a heartbeat, in seconds.</summary>
    public required double LeaseSeconds { get; init; }

    /// <summary>How often a heartbeat is due while jobs are held, in seconds.</summary>
    public required double HeartbeatSeconds { get; init; }
}
