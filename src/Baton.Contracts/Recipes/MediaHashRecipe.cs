using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Contracts.Recipes;

/// <summary>Hashes of what a picture or clip looks like; near pictures have near hashes.</summary>
public sealed record MediaHashInput
{
    [MediaSource]
    public required string MediaUrl { get; init; }

    [MinLength(1)]
    [MaxLength(2)]
    public required IReadOnlyList<MediaHashType> HashTypes { get; init; }
}

[JsonConverter(typeof(WireEnumConverter<MediaHashType>))]
public enum MediaHashType
{
    /// <summary>Difference hash: 64 bits, 16 hex digits.</summary>
    Perceptual,

    /// <summary>Hash of the low frequencies of a cosine transform: 64 bits, 16 hex digits.</summary>
    PerceptualDct,
}

public sealed record MediaHashOutput
{
    public required IReadOnlyDictionary<string, string> Hashes { get; init; }
}
