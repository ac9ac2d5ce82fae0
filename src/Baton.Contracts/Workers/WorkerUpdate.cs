using System.ComponentModel.DataAnnotations;

namespace Baton.Contracts.Workers;

/// <summary>What has changed at a worker. What is absent stays as it was.</summary>
public sealed record WorkerUpdate
{
    [MaxLength(128)]
    public string? Name { get; init; }

    /// <summary>All the kinds of job it can do from now on.</summary>
    [MinLength(1), MaxLength(100)]
    public IReadOnlyList<WorkerCapability>? Capabilities { get; init; }

    /// <summary>How many jobs it does at a time from now on; jobs it holds beyond that it keeps.</summary>
    [Range(1, 1000)]
    public int? Slots { get; init; }

    /// <summary>All that is present there now.</summary>
    [MaxLength(1000)]
    public IReadOnlyList<string>? Resources { get; init; }
}
