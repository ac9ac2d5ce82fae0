namespace Baton.Providers.Video;

/// <summary>One conversion: from where, by which output arguments.</summary>
internal sealed record FfmpegWork(FfmpegInput Input, string WorkingDirectory, IReadOnlyList<string> Output)
{
    /// <summary>Seconds to skip.</summary>
    public double Start { get; init; }

    /// <summary>Hears how many seconds have been written.</summary>
    public Action<double>? OnSeconds { get; init; }
}
