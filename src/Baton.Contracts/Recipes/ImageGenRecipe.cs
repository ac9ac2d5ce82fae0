using Baton.Contracts.Blobs;

namespace Baton.Contracts.Recipes;

/// <summary>The pictures that were made, in the order of their jobs.</summary>
public sealed record ImageGenOutput
{
    public required IReadOnlyList<ImageBlob> Images { get; init; }

    /// <summary>What providers said about pictures that could not be made.</summary>
    public IReadOnlyList<string>? Errors { get; init; }
}
