using System.ComponentModel.DataAnnotations;

namespace Baton.Contracts.Recipes;

/// <summary>Returns its message.</summary>
public sealed record EchoInput
{
    /// <summary>Any text.</summary>
    [StringLength(65_536)]
    public required string Message { get; init; }
}

/// <summary>The message, as it was given.</summary>
public sealed record EchoOutput
{
    public required string Message { get; init; }
}
