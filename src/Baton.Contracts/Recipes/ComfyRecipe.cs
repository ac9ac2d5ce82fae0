using Baton.Contracts.Blobs;

namespace Baton.Contracts.Recipes;

/// <summary>What the graph's output nodes saved, in the order of its runs.</summary>
public sealed record ComfyOutput
{
    public required IReadOnlyList<Blob> Blobs { get; init; }
}
