using System.Globalization;
using Baton.Providers.Tools;
using Microsoft.Extensions.Options;

namespace Baton.Providers.Video;

/// <summary>Runs ffmpeg on one stream of one file.</summary>
internal sealed class Ffmpeg(ConfinedTools tools, IOptions<MediaOptions> options)
{
    private const string Progress = "out_time_us=";

    private readonly MediaOptions limits = options.Value;

    public Task Convert(FfmpegWork work, CancellationToken cancellationToken)
    {
        var threads = limits.ToolThreads.ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-nostats", "-loglevel", "error", "-progress", "pipe:1", "-y",
            "-filter_threads", threads,
            "-threads", threads,
            .. Skip(work.Start),
            .. FfmpegConfinement.Input(work.Input.Path, work.Input.Demuxer, limits),
            "-map", string.Create(CultureInfo.InvariantCulture, $"0:{work.Input.StreamIndex}"),
            "-threads", threads,
            .. work.Output,
        ];
        return tools.Run(
            new ToolRun(limits.Ffmpeg, arguments, work.WorkingDirectory)
            {
                OnLine = line => Report(line, work.OnSeconds),
                Complaint = "The media cannot be decoded",
            },
            cancellationToken);
    }

    /// <summary>Seeking even to zero makes some demuxers drop the first frames, so it is left out.</summary>
    private static string[] Skip(double start) => start > 0 ? ["-ss", start.ToString("0.######", CultureInfo.InvariantCulture)] : [];

    private static void Report(string line, Action<double>? onSeconds)
    {
        if (onSeconds is not null && line.StartsWith(Progress, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(Progress.Length), CultureInfo.InvariantCulture, out var microseconds))
        {
            onSeconds(microseconds / 1e6);
        }
    }
}
