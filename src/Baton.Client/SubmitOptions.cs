namespace Baton.Client;

/// <summary>How to submit.</summary>
public sealed record SubmitOptions
{
    /// <summary>How long the server may wait for the end before it answers, in whole seconds. Default: not at all.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Validates and prices the workflow without running it.</summary>
    public bool WhatIf { get; init; }

    /// <summary>The same key and body within 24 hours get the same workflow.</summary>
    public string? IdempotencyKey { get; init; }
}
