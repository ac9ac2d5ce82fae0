using System.Text.Json.Serialization;
using Baton.Contracts.Workflows;

namespace Baton.Contracts.Blobs;

/// <summary>Stored bytes behind a signed URL that expires.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ImageBlob), "image")]
[JsonDerivedType(typeof(VideoBlob), "video")]
[JsonDerivedType(typeof(AudioBlob), "audio")]
[JsonDerivedType(typeof(FileBlob), "file")]
public abstract record Blob
{
    public required string Id { get; init; }

    /// <summary>False while the bytes are still being made.</summary>
    public required bool Available { get; init; }

    /// <summary>Where to read the bytes until <see cref="UrlExpiresAt"/>; after that the URL answers 403 and a refetch gives a fresh one.</summary>
    public string? Url { get; init; }

    public DateTimeOffset? UrlExpiresAt { get; init; }

    public string? JobId { get; init; }

    public NsfwLevel? NsfwLevel { get; init; }

    public string? BlockedReason { get; init; }
}

// Each kind repeats its own name, so that it is written where a member is declared as that kind and not as a blob.
// The serializer asks that such a type is not sealed.

/// <summary>A picture.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ImageBlob), "image")]
public record ImageBlob : Blob
{
    public int? Width { get; init; }

    public int? Height { get; init; }

    public string? PreviewUrl { get; init; }

    public DateTimeOffset? PreviewUrlExpiresAt { get; init; }
}

/// <summary>A clip.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(VideoBlob), "video")]
public record VideoBlob : Blob
{
    public int? Width { get; init; }

    public int? Height { get; init; }
}

/// <summary>Sound.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AudioBlob), "audio")]
public record AudioBlob : Blob
{
    /// <summary>Seconds.</summary>
    public double? Duration { get; init; }
}

/// <summary>Bytes of no kind that Baton looks into, such as a model file or an archive.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FileBlob), "file")]
public record FileBlob : Blob;
