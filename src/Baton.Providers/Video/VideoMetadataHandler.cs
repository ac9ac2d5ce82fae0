using Baton.Client.Workers;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;

namespace Baton.Providers.Video;

/// <summary>Tells a video's size as shown, its frames per second and how long it is.</summary>
internal sealed class VideoMetadataHandler(VideoSource source)
    : JobHandler<VideoMetadataInput, VideoMetadataOutput>("videoMetadata", BatonJson.Default.VideoMetadataInput, BatonJson.Default.VideoMetadataOutput)
{
    protected override async Task<VideoMetadataOutput> Run(VideoMetadataInput input, IJobContext context, CancellationToken cancellationToken)
    {
        var video = await source.Fetch(input.Video, context, cancellationToken);
        return new VideoMetadataOutput
        {
            Width = video.Width,
            Height = video.Height,
            Fps = Math.Round(video.Fps, 3),
            Duration = TimeSpan.FromSeconds(video.Duration),
        };
    }
}
