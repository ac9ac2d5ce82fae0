using Baton.Contracts.Blobs;

namespace Baton.Contracts.Recipes;

/// <summary>The clip that was made, and what was made along with it.</summary>
public sealed record VideoGenOutput
{
    public VideoBlob? Video { get; init; }

    public IReadOnlyList<VideoBlob>? AdditionalVideos { get; init; }

    /// <summary>What a draft leaves behind for the run that enhances it.</summary>
    public Blob? DraftCache { get; init; }
}
