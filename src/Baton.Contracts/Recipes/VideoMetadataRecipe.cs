using Baton.Contracts.Json;

namespace Baton.Contracts.Recipes;

/// <summary>Size, frame rate and duration of a video.</summary>
public sealed record VideoMetadataInput
{
    [MediaSource]
    public required string Video { get; init; }
}

public sealed record VideoMetadataOutput
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    public required double Fps { get; init; }

    public required TimeSpan Duration { get; init; }
}
