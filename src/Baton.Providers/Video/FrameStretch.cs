using System.Globalization;
using System.Runtime.CompilerServices;
using Baton.Client.Workers;
using Baton.Contracts.Recipes;
using Baton.Providers.Images;
using Baton.Providers.Media;

namespace Baton.Providers.Video;

/// <summary>Writes a video's frames as JPEG files, a stretch at a time, and looks at them.</summary>
internal sealed class FrameStretch(Ffmpeg ffmpeg, PictureReader reader, PictureJob job)
{
    private const int FramesAtATime = 64;

    /// <summary>The frames in order, as files that the receiver takes away. The next stretch is decoded when the last is used up.</summary>
    public async IAsyncEnumerable<string> Frames(
        VideoFacts video, VideoFrameExtractionInput input, IJobContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A video whose duration nobody can tell still has its first stretch.
        var end = Math.Max(video.Duration, input.StartTime + double.Epsilon);
        for (var stretch = 0; ; stretch++)
        {
            var start = input.StartTime + (stretch * FramesAtATime / input.FrameRate);
            var files = start < end ? await Decode(video, start, input.FrameRate, Report, context.TempDirectory, cancellationToken) : [];
            foreach (var file in files)
            {
                yield return file;
            }

            if (files.Length < FramesAtATime)
            {
                yield break;
            }

            void Report(double seconds) => context.Report(Math.Clamp((start + seconds - input.StartTime) / (end - input.StartTime), 0, 1));
        }
    }

    public Task<FrameLook> Look(string path, CancellationToken cancellationToken) => job.WithinTime(
        _ =>
        {
            using var picture = reader.Open(new PictureSource(path, MediaFormat.Jpeg), framesMax: 1);
            return FrameLook.Of(picture);
        },
        cancellationToken);

    private async Task<string[]> Decode(
        VideoFacts video, double start, double frameRate, Action<double> onSeconds, string folder, CancellationToken cancellationToken)
    {
        // A stretch may begin between two frames of the video; without a start time the filter would begin at the second of them.
        string[] output =
        [
            "-vf", string.Create(CultureInfo.InvariantCulture, $"fps={frameRate:0.######}:start_time=0"),
            "-frames:v", FramesAtATime.ToString(CultureInfo.InvariantCulture),
            "-q:v", "2", "-f", "image2", "frame-%06d.jpg",
        ];
        await ffmpeg.Convert(new FfmpegWork(video.Input, folder, output) { Start = start, OnSeconds = onSeconds }, cancellationToken);
        return [.. Directory.GetFiles(folder, "frame-*.jpg").Order(StringComparer.Ordinal)];
    }
}
