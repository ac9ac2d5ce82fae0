using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Client.Workers;
using Baton.Providers.Media;
using Baton.Providers.Tools;
using Microsoft.Extensions.Options;

namespace Baton.Providers.Video;

/// <summary>Asks ffprobe what a video is.</summary>
internal sealed class Ffprobe(ConfinedTools tools, IOptions<MediaOptions> options)
{
    private const int AnswerCharsMax = 1 << 20;

    private const string Entries =
        "format=duration:stream=index,codec_type,width,height,sample_aspect_ratio,avg_frame_rate,r_frame_rate,duration"
        + ":stream_disposition=attached_pic:stream_side_data=rotation";

    private const string Complaint = "The video cannot be read";

    private readonly MediaOptions limits = options.Value;

    public async Task<VideoFacts> Probe(string path, MediaFormat? format, string workingDirectory, CancellationToken cancellationToken)
    {
        var demuxer = FfmpegConfinement.Demuxer(format);
        var answer = await Ask(path, demuxer, workingDirectory, cancellationToken);
        var stream = answer.Streams?.FirstOrDefault(one => one is { CodecType: "video", Disposition: not { AttachedPic: 1 } })
            ?? throw Invalid("The file has no video stream.");
        if (stream.Width < 1 || stream.Height < 1)
        {
            throw Invalid($"{Complaint}: its picture has no size.");
        }

        CheckSize(stream);
        var duration = Seconds(answer.Format?.Duration) ?? Seconds(stream.Duration)
            ?? await DurationByPackets(path, demuxer, stream.Index, workingDirectory, cancellationToken);
        return Facts(new FfmpegInput(path, demuxer, stream.Index), stream, duration);
    }

    private static VideoFacts Facts(FfmpegInput input, ProbeStream stream, double duration)
    {
        var rotation = stream.SideDataList?.Select(side => side.Rotation).FirstOrDefault(value => value is not null) ?? 0;
        var sideways = Math.Abs(Math.Round(rotation / 90) % 2) == 1;
        var (width, height) = sideways ? (stream.Height, stream.Width) : (stream.Width, stream.Height);
        var aspect = Ratio(stream.SampleAspectRatio, ':') ?? 1;
        var fps = Ratio(stream.AvgFrameRate, '/') ?? Ratio(stream.RFrameRate, '/') ?? 0;
        return new VideoFacts(input, width, height, sideways ? 1 / aspect : aspect, fps, duration);
    }

    private void CheckSize(ProbeStream stream)
    {
        if ((long)stream.Width * stream.Height > limits.FramePixelsMax)
        {
            throw Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"A video of {stream.Width} × {stream.Height} pixels is beyond the limit of {limits.FramePixelsMax:N0} pixels a frame."));
        }
    }

    private async Task<ProbeAnswer> Ask(string path, string demuxer, string workingDirectory, CancellationToken cancellationToken)
    {
        var json = new StringBuilder();
        await Run(["-show_entries", Entries, "-of", "json", .. FfmpegConfinement.Input(path, demuxer, limits)], Append, workingDirectory, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(json.ToString(), ProbeJson.Default.ProbeAnswer)!;
        }
        catch (JsonException)
        {
            throw Invalid($"{Complaint}: it describes itself in more words than a video has.");
        }

        void Append(string line)
        {
            if (json.Length + line.Length < AnswerCharsMax)
            {
                json.AppendLine(line);
            }
        }
    }

    /// <summary>Recordings of browsers tell no duration; the end of the last packet does.</summary>
    private async Task<double> DurationByPackets(string path, string demuxer, int stream, string workingDirectory, CancellationToken cancellationToken)
    {
        var end = 0.0;
        string[] arguments =
        [
            "-select_streams", stream.ToString(CultureInfo.InvariantCulture), "-show_entries", "packet=pts_time,duration_time", "-of", "csv=p=0",
            .. FfmpegConfinement.Input(path, demuxer, limits),
        ];
        await Run(arguments, line => end = Math.Max(end, PacketEnd(line)), workingDirectory, cancellationToken);
        return end;
    }

    private static double PacketEnd(string line)
    {
        var parts = line.Split(',');
        return Seconds(parts[0]) is { } start ? start + (parts.Length > 1 ? Seconds(parts[1]) ?? 0 : 0) : 0;
    }

    private Task Run(string[] arguments, Action<string> onLine, string workingDirectory, CancellationToken cancellationToken) => tools.Run(
        new ToolRun(limits.Ffprobe, ["-v", "error", .. arguments], workingDirectory) { OnLine = onLine, Complaint = Complaint }, cancellationToken);

    private static double? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) && seconds is >= 0 and < 1e9
            ? seconds
            : null;

    private static double? Ratio(string? text, char divider) =>
        text?.Split(divider) is [var top, var bottom] && Seconds(top) is > 0 and var over && Seconds(bottom) is > 0 and var under ? over / under : null;

    private static JobFailedException Invalid(string words) => new(JobFailure.Invalid, words);
}
