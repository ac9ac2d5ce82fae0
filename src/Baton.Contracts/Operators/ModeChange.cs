using System.ComponentModel.DataAnnotations;

namespace Baton.Contracts.Operators;

/// <summary>What an operator decides for a provider or a worker.</summary>
public sealed record ModeChange
{
    public required OperatorMode Mode { get; init; }

    /// <summary>Why, for other operators; callers do not see it.</summary>
    [MaxLength(500)]
    public string? Reason { get; init; }
}
