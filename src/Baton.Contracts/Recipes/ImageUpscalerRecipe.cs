using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;

namespace Baton.Contracts.Recipes;

/// <summary>Doubles a picture's width and height, one to three times.</summary>
public sealed record ImageUpscalerInput
{
    [MediaSource]
    public required string Image { get; init; }

    /// <summary>Which upscaler; <c>lanczos3</c>, a classical resampler, is what Baton runs by itself and its default.</summary>
    [StringLength(200)]
    public string? Model { get; init; }

    [Range(1, 3)]
    [DefaultValue(1)]
    public int NumberOfRepeats { get; set; } = 1;
}

public sealed record ImageUpscalerOutput
{
    public required ImageBlob Blob { get; init; }

    /// <summary>What did the work, so that a classical resampler is not taken for a neural model.</summary>
    public string? Upscaler { get; init; }
}
