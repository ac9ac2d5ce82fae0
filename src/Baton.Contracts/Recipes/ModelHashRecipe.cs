using Baton.Contracts.Json;

namespace Baton.Contracts.Recipes;

/// <summary>The hashes by which a model file is known.</summary>
public sealed record ModelHashInput
{
    /// <summary>The model file: an own blob, an https URL, or an AIR.</summary>
    [MediaSource]
    public required string Model { get; init; }
}

/// <summary>Upper-case hexadecimal.</summary>
public sealed record ModelHashOutput
{
    public string? Sha256 { get; init; }

    public string? AutoV1 { get; init; }

    public string? AutoV2 { get; init; }

    public string? AutoV3 { get; init; }

    public string? Blake3 { get; init; }

    public string? Crc32 { get; init; }
}
