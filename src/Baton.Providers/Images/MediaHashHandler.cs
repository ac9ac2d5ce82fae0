using Baton.Client.Workers;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;
using Baton.Providers.Media;
using Baton.Providers.Video;

namespace Baton.Providers.Images;

/// <summary>Hashes what a picture looks like; of an animation its first frame, of a video the frame in its middle, as many begin black.</summary>
internal sealed class MediaHashHandler(PictureReader reader, PictureJob job, Ffprobe ffprobe, Ffmpeg ffmpeg)
    : JobHandler<MediaHashInput, MediaHashOutput>("mediaHash", BatonJson.Default.MediaHashInput, BatonJson.Default.MediaHashOutput)
{
    protected override async Task<MediaHashOutput> Run(MediaHashInput input, IJobContext context, CancellationToken cancellationToken)
    {
        var source = await PictureSource.Fetch(input.MediaUrl, context, cancellationToken);
        if (source.Format is { IsPicture: false, Demuxer: not null })
        {
            source = await MiddleFrame(source, context, cancellationToken);
        }

        context.Report(0.5);
        return new MediaHashOutput { Hashes = await job.WithinTime(_ => Hash(source, input.HashTypes), cancellationToken) };
    }

    private Dictionary<string, string> Hash(PictureSource source, IReadOnlyList<MediaHashType> types)
    {
        using var picture = reader.Open(source, framesMax: 1);
        return types.Distinct().ToDictionary(WireName, type => PerceptualHash.Of(type, picture).ToString("x16", null));
    }

    private async Task<PictureSource> MiddleFrame(PictureSource source, IJobContext context, CancellationToken cancellationToken)
    {
        var video = await ffprobe.Probe(source.Path, source.Format, context.TempDirectory, cancellationToken);
        var path = Path.Combine(context.TempDirectory, "middle.png");
        var frame = new FfmpegWork(video.Input, context.TempDirectory, ["-frames:v", "1", "-f", "image2", "-update", "1", path]);
        await ffmpeg.Convert(frame with { Start = video.Duration / 2 }, cancellationToken);
        if (!File.Exists(path))
        {
            // Its sound goes on long after its pictures.
            await ffmpeg.Convert(frame, cancellationToken);
        }

        return File.Exists(path)
            ? new PictureSource(path, MediaFormat.Png)
            : throw new JobFailedException(JobFailure.Invalid, "The video holds no picture.");
    }

    private static string WireName(MediaHashType type) => type switch
    {
        MediaHashType.Perceptual => "perceptual",
        MediaHashType.PerceptualDct => "perceptualDct",
    };
}
