namespace Baton.Contracts.Recipes;

/// <summary>What was said.</summary>
public sealed record TranscriptionOutput
{
    public required string Text { get; init; }

    /// <summary>The language that was given or found, by its English name or its code, as the provider says it.</summary>
    public required string Language { get; init; }

    /// <summary>Empty when none were asked for.</summary>
    public required IReadOnlyList<TranscriptionTimeStamp> TimeStamps { get; init; }

    /// <summary>How long the provider took.</summary>
    public required double ElapsedSeconds { get; init; }
}

/// <summary>A stretch of speech, from and to a second of the recording.</summary>
public sealed record TranscriptionTimeStamp(string Text, double StartTime, double EndTime);
