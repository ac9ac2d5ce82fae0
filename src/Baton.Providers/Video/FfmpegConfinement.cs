using System.Globalization;
using Baton.Client.Workers;
using Baton.Providers.Media;

namespace Baton.Providers.Video;

/// <summary>
/// The arguments that keep ffmpeg and ffprobe to one file: no protocol but files and pipes, so nothing reaches the network, and exactly
/// the demuxer that the first bytes name, so no playlist or script is followed to other files.
/// </summary>
internal static class FfmpegConfinement
{
    public static string[] Input(string path, string demuxer, MediaOptions limits) =>
    [
        "-protocol_whitelist", "file,pipe",
        "-format_whitelist", demuxer,
        "-max_pixels", limits.FramePixelsMax.ToString(CultureInfo.InvariantCulture),
        "-f", demuxer,
        "-i", "file:" + path,
    ];

    /// <summary>The demuxer for a sniffed format; words for a caller when there is none.</summary>
    public static string Demuxer(MediaFormat? format) => format switch
    {
        { Demuxer: { } demuxer } => demuxer,
        null => throw Invalid("The video is in no format that is known here"),
        _ => throw Invalid($"The video is a {format.Name} picture"),
    };

    private static JobFailedException Invalid(string words) =>
        new(JobFailure.Invalid, words + "; it must be MP4, QuickTime, WebM, Matroska, AVI, FLV, Ogg, MPEG, WMV or an animated GIF.");
}
