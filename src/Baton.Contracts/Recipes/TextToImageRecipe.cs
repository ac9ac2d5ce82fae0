using Baton.Contracts.Blobs;

namespace Baton.Contracts.Recipes;

/// <summary>The pictures that were made, in the order of their jobs.</summary>
public sealed record TextToImageOutput
{
    public required IReadOnlyList<ImageBlob> Images { get; init; }
}
