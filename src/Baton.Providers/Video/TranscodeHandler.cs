using System.Globalization;
using Baton.Client.Workers;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;
using Microsoft.Extensions.Options;

namespace Baton.Providers.Video;

/// <summary>Re-encodes a video to a width: H.264 and AAC in MP4 with its index in front, VP9 and Opus in WebM.</summary>
internal sealed class TranscodeHandler(VideoSource source, Ffmpeg ffmpeg, IOptions<MediaOptions> options)
    : JobHandler<TranscodeInput, TranscodeOutput>("transcode", BatonJson.Default.TranscodeInput, BatonJson.Default.TranscodeOutput)
{
    // Delivering and storing the result is the rest.
    private const double EncodingShare = 0.98;

    // Durations in headers are seldom exact.
    private const double WholeShareMin = 0.9;

    private static readonly string[] Mp4 =
        ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", "-f", "mp4"];

    private static readonly string[] WebM =
    [
        "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "6", "-row-mt", "1", "-crf", "32", "-b:v", "0",
        "-c:a", "libopus", "-b:a", "96k", "-f", "webm",
    ];

    protected override async Task<TranscodeOutput> Run(TranscodeInput input, IJobContext context, CancellationToken cancellationToken)
    {
        var video = await source.Fetch(input.SourceUrl, context, cancellationToken);
        var (width, height) = Size(video, input.Width);
        var (path, contentType, codecs) = Target(input.ContainerFormat, context.TempDirectory);
        var work = Work(video, width, height, [.. codecs, path], context.TempDirectory);
        var written = 0.0;
        await ffmpeg.Convert(work with { OnSeconds = Heard }, cancellationToken);
        CheckWhole(video.Duration, written);
        if (input.DestinationUrl is { Length: > 0 } destination)
        {
            // First, because storing moves the file.
            await context.Deliver(path, contentType, destination, cancellationToken);
        }

        var stored = await context.Store(path, contentType, new MediaFacts(width, height, video.Duration), cancellationToken);
        return new TranscodeOutput { Id = stored.Id, Available = true, Url = stored.Url, JobId = context.JobId };

        void Heard(double seconds)
        {
            written = seconds;
            context.Report(video.Duration > 0 ? Math.Clamp(seconds / video.Duration, 0, 1) * EncodingShare : 0);
        }
    }

    /// <summary>ffmpeg takes the end of a file that was cut off for the end of the video; the header knows better.</summary>
    private static void CheckWhole(double expected, double written)
    {
        if (written < (expected * WholeShareMin) - 1)
        {
            throw new JobFailedException(
                JobFailure.Invalid, FormattableString.Invariant($"The video breaks off after {written:0.#} of {expected:0.#} seconds; it may be cut off."));
        }
    }

    /// <summary>Sides are even, because both codecs halve the colour planes; an odd width loses one pixel.</summary>
    private (int Width, int Height) Size(VideoFacts video, int widthWanted)
    {
        var width = widthWanted / 2 * 2;
        var height = Math.Max(2, Math.Round(width * video.Height / (video.Width * video.PixelAspect) / 2) * 2);
        return width * height <= options.Value.FramePixelsMax
            ? (width, (int)height)
            : throw new JobFailedException(JobFailure.Invalid, string.Create(
                CultureInfo.InvariantCulture, $"At a width of {width} this video would be {height:0} pixels high, which is beyond the limit."));
    }

    private static FfmpegWork Work(VideoFacts video, int width, int height, string[] target, string folder)
    {
        string[] output =
        [
            "-map", "0:a:0?", "-sn", "-dn", "-map_chapters", "-1",
            "-vf", string.Create(CultureInfo.InvariantCulture, $"scale={width}:{height},setsar=1"),
            "-pix_fmt", "yuv420p",
            .. target,
        ];
        return new FfmpegWork(video.Input, folder, output);
    }

    private static (string Path, string ContentType, string[] Codecs) Target(ContainerFormat container, string folder) => container switch
    {
        ContainerFormat.Mp4 => (Path.Combine(folder, "video.mp4"), "video/mp4", Mp4),
        ContainerFormat.WebM => (Path.Combine(folder, "video.webm"), "video/webm", WebM),
    };
}
