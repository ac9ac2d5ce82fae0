using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Contracts.Recipes;

/// <summary>Re-encodes a video in a container and a width.</summary>
public sealed record TranscodeInput
{
    [MediaSource]
    public required string SourceUrl { get; init; }

    public ContainerFormat ContainerFormat { get; init; }

    [Range(16, 4096)]
    public required int Width { get; init; }

    /// <summary>
    /// An https URL, such as a presigned one of a bucket, to which the result is also PUT, with its media type and length. The job fails when that is refused. A
    /// job that is tried again puts it again.
    /// </summary>
    [StringLength(2048)]
    public string? DestinationUrl { get; init; }
}

[JsonConverter(typeof(WireEnumConverter<ContainerFormat>))]
public enum ContainerFormat
{
    Mp4,
    WebM,
}

public sealed record TranscodeOutput
{
    public required string Id { get; init; }

    public required bool Available { get; init; }

    public string? Url { get; init; }

    public DateTimeOffset? UrlExpiresAt { get; init; }

    public required string JobId { get; init; }
}
