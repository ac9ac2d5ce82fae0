using Baton.Client.Workers;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;
using Microsoft.Extensions.Options;

namespace Baton.Providers.Video;

/// <summary>
/// Takes pictures out of a video at a rate and leaves out each that looks like the last one kept. It goes through the video in
/// stretches of a few frames, so that disk use stays small and it can end as soon as enough are found.
/// </summary>
internal sealed class VideoFrameExtractionHandler(VideoSource source, FrameStretch stretches, IOptions<MediaOptions> options)
    : JobHandler<VideoFrameExtractionInput, VideoFrameExtractionOutput>(
        "videoFrameExtraction", BatonJson.Default.VideoFrameExtractionInput, BatonJson.Default.VideoFrameExtractionOutput)
{
    protected override async Task<VideoFrameExtractionOutput> Run(
        VideoFrameExtractionInput input, IJobContext context, CancellationToken cancellationToken)
    {
        var video = await source.Fetch(input.VideoUrl, context, cancellationToken);
        if (input.StartTime > 0 && input.StartTime >= video.Duration)
        {
            throw new JobFailedException(
                JobFailure.Invalid, FormattableString.Invariant($"startTime is {input.StartTime:0.###} s, but the video lasts {video.Duration:0.###} s."));
        }

        var selection = new FrameSelection(input.UniqueThreshold);
        var frames = new List<ImageBlob>();
        var seen = 0;
        await foreach (var path in stretches.Frames(video, input, context, cancellationToken))
        {
            seen++;
            if (await stretches.Look(path, cancellationToken) is var look && selection.TryKeep(look))
            {
                CheckRoom(frames.Count, input.MaxFrames);
                frames.Add(await Store(path, look, context, cancellationToken));
            }

            File.Delete(path);
            if (frames.Count == input.MaxFrames)
            {
                break;
            }
        }

        return frames.Count > 0
            ? new VideoFrameExtractionOutput { Frames = frames, TotalFramesExtracted = seen }
            : throw new JobFailedException(JobFailure.Invalid, "The video holds no frame from startTime on.");
    }

    private void CheckRoom(int kept, int? framesMax)
    {
        if (framesMax is null && kept == options.Value.FramesMax)
        {
            throw new JobFailedException(
                JobFailure.Invalid,
                $"The video has more than {kept} different frames at this rate; lower frameRate or uniqueThreshold, or set maxFrames.");
        }
    }

    private static async Task<ImageBlob> Store(string path, FrameLook look, IJobContext context, CancellationToken cancellationToken)
    {
        var stored = await context.Store(path, "image/jpeg", new MediaFacts(look.Width, look.Height), cancellationToken);
        return new ImageBlob
        {
            Id = stored.Id,
            Available = true,
            Url = stored.Url,
            JobId = context.JobId,
            Width = look.Width,
            Height = look.Height,
        };
    }
}
