using System.Security.Cryptography;

namespace Baton.Client.Retries;

/// <summary>How patient the client is with trouble that may pass: 429, 5xx and connection faults. Everything else is told at once.</summary>
public sealed record RetryOptions
{
    /// <summary>Every fault is told at once.</summary>
    public static readonly RetryOptions None = new() { TriesMax = 1 };

    /// <summary>How often a request is sent at most. Default: 5.</summary>
    public int TriesMax { get; init; } = 5;

    /// <summary>The longest pause before the second try; it doubles with each further one, and the pause is a random part of it. Default: 1 second.</summary>
    public TimeSpan PauseFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause of all, also when the server asks for a longer one. Default: 30 seconds.</summary>
    public TimeSpan PauseMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the random part comes from: 0 up to, but not including, 1.</summary>
    public Func<double> Random { get; init; } = static () => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
