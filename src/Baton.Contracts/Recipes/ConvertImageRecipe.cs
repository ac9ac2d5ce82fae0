using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;

namespace Baton.Contracts.Recipes;

/// <summary>Resizes, blurs and re-encodes a picture.</summary>
public sealed record ConvertImageInput
{
    [MediaSource]
    public required string Image { get; init; }

    /// <summary>Applied in order.</summary>
    [MaxLength(20)]
    public IReadOnlyList<ImageTransform>? Transforms { get; init; }

    public required ImageOutputFormat Output { get; init; }
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ResizeTransform), "resize")]
[JsonDerivedType(typeof(BlurTransform), "blur")]
public abstract record ImageTransform;

/// <summary>Scales to a width and keeps the aspect ratio.</summary>
public sealed record ResizeTransform : ImageTransform
{
    [Range(1, 4096)]
    public int? TargetWidth { get; init; }
}

/// <summary>Blurs the regions, or all but the regions.</summary>
public sealed record BlurTransform : ImageTransform
{
    [Range(1, 100)]
    public required int Blur { get; init; }

    public required BlurRegionMode Mode { get; init; }

    [MaxLength(100)]
    public IReadOnlyList<BlurRegion>? Regions { get; init; }
}

[JsonConverter(typeof(WireEnumConverter<BlurRegionMode>))]
public enum BlurRegionMode
{
    Include,
    Exclude,
}

/// <summary>A rectangle in pixels, from its upper left to its lower right corner.</summary>
public sealed record BlurRegion
{
    public required int X1 { get; init; }

    public required int Y1 { get; init; }

    public required int X2 { get; init; }

    public required int Y2 { get; init; }
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "format")]
[JsonDerivedType(typeof(JpegOutputFormat), "jpeg")]
[JsonDerivedType(typeof(PngOutputFormat), "png")]
[JsonDerivedType(typeof(WebpOutputFormat), "webp")]
[JsonDerivedType(typeof(GifOutputFormat), "gif")]
public abstract record ImageOutputFormat
{
    /// <summary>Leaves out EXIF, XMP and the like. Default: false.</summary>
    public bool HideMetadata { get; init; }
}

/// <summary>JPEG; of an animation, the first frame.</summary>
public sealed record JpegOutputFormat : ImageOutputFormat
{
    [Range(1, 100)]
    [DefaultValue(85)]
    public int Quality { get; set; } = 85;
}

/// <summary>PNG; of an animation, the first frame.</summary>
public sealed record PngOutputFormat : ImageOutputFormat;

/// <summary>WebP, still or animated.</summary>
public sealed record WebpOutputFormat : ImageOutputFormat
{
    [Range(1, 100)]
    [DefaultValue(85)]
    public int Quality { get; set; } = 85;

    public bool Lossless { get; init; }

    [Range(1, 1000)]
    public int? MaxFrames { get; init; }
}

/// <summary>GIF, still or animated.</summary>
public sealed record GifOutputFormat : ImageOutputFormat
{
    [Range(1, 1000)]
    public int? MaxFrames { get; init; }
}

public sealed record ConvertImageOutput
{
    public ImageBlob? Blob { get; init; }
}
