using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Contracts.Recipes;

/// <summary>One link to several blobs as a zip or tar.</summary>
public sealed record BlobArchiveInput
{
    [MinLength(1)]
    [MaxLength(1000)]
    public required IReadOnlyList<BlobArchiveEntry> Entries { get; init; }

    /// <summary>Default: archive.zip or archive.tar.</summary>
    [StringLength(200)]
    public string? ArchiveName { get; init; }

    public ArchiveFormat Format { get; init; }
}

public sealed record BlobArchiveEntry
{
    [StringLength(200, MinimumLength = 1)]
    public required string BlobId { get; init; }

    [StringLength(200)]
    public string? FileName { get; init; }
}

[JsonConverter(typeof(WireEnumConverter<ArchiveFormat>))]
public enum ArchiveFormat
{
    Zip,
    Tar,
}

public sealed record BlobArchiveOutput
{
    public required string Url { get; init; }

    public required int EntryCount { get; init; }

    public required ArchiveFormat Format { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
