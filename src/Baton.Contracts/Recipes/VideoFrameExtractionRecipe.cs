using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;

namespace Baton.Contracts.Recipes;

/// <summary>Pictures out of a video at a rate, without those that look alike.</summary>
public sealed record VideoFrameExtractionInput
{
    [MediaSource]
    public required string VideoUrl { get; init; }

    /// <summary>Frames per second of video.</summary>
    [Range(0.01, 60)]
    [DefaultValue(1.0)]
    public double FrameRate { get; set; } = 1;

    /// <summary>A frame as alike as this to the last one kept is left out; 1 keeps all but identical ones.</summary>
    [Range(0.0, 1.0)]
    [DefaultValue(0.9)]
    public double UniqueThreshold { get; set; } = 0.9;

    [Range(1, 1000)]
    public int? MaxFrames { get; init; }

    /// <summary>Seconds from the beginning.</summary>
    [Range(0.0, 86_400.0)]
    public double StartTime { get; init; }
}

public sealed record VideoFrameExtractionOutput
{
    public required IReadOnlyList<ImageBlob> Frames { get; init; }

    /// <summary>How many frames were looked at, alike ones included.</summary>
    public required int TotalFramesExtracted { get; init; }
}
