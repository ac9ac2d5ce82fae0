using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Providers;

/// <summary>What media work may take of this machine.</summary>
internal sealed class MediaOptions
{
    public const string Section = "Media";

    /// <summary>How many <c>builtin</c> jobs (echo, modelHash, blobArchive) run at a time. Default: 16.</summary>
    [Range(1, 1024)]
    public int BuiltinSlots { get; set; } = 16;

    /// <summary>How many <c>images</c> jobs run at a time. Default: 2.</summary>
    [Range(1, 256)]
    public int ImageSlots { get; set; } = 2;

    /// <summary>How many <c>video</c> jobs run at a time. Default: 2.</summary>
    [Range(1, 256)]
    public int VideoSlots { get; set; } = 2;

    /// <summary>How many <c>speech</c> jobs run at a time. Default: 2.</summary>
    [Range(1, 256)]
    public int SpeechSlots { get; set; } = 2;

    /// <summary>Pixels a picture, a frame of an animation or a frame of a video may have; more is refused before decoding. Default: 100,000,000.</summary>
    [Range(1_000, 2_000_000_000)]
    public long FramePixelsMax { get; set; } = 100_000_000;

    /// <summary>Pixels all frames of an animation may have together, before and after its transforms. Default: 400,000,000.</summary>
    [Range(1_000, 20_000_000_000)]
    public long AnimationPixelsMax { get; set; } = 400_000_000;

    /// <summary>Frames an animation may have, and frames taken out of a video. Default: 1,000.</summary>
    [Range(1, 100_000)]
    public int FramesMax { get; set; } = 1_000;

    /// <summary>How long one picture may take; a job that needs longer is rejected. Default: 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PictureDuration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one run of ffmpeg or espeak-ng may take; a job that needs longer is rejected. Default: 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ToolDuration { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Address space of a child process; ffmpeg maps about 1 GiB before it decodes anything. Default: 4 GiB.</summary>
    [Range(256L << 20, 1L << 40)]
    public long ToolMemoryBytesMax { get; set; } = 4L << 30;

    /// <summary>The largest file a child process may write; a job that needs more is rejected. Default: 2 GiB.</summary>
    [Range(1L << 10, 1L << 40)]
    public long ToolFileBytesMax { get; set; } = 2L << 30;

    /// <summary>Threads a decoder, an encoder or one picture may use. Default: 2.</summary>
    [Range(1, 64)]
    public int ToolThreads { get; set; } = 2;

    /// <summary>The ffmpeg program, by name or path. Default: ffmpeg.</summary>
    [Required]
    public string Ffmpeg { get; set; } = "ffmpeg";

    /// <summary>The ffprobe program, by name or path. Default: ffprobe.</summary>
    [Required]
    public string Ffprobe { get; set; } = "ffprobe";

    /// <summary>The espeak-ng program, by name or path. Default: espeak-ng.</summary>
    [Required]
    public string Espeak { get; set; } = "espeak-ng";

    /// <summary>The prlimit program of util-linux, which bounds the others, by name or path. Default: prlimit.</summary>
    [Required]
    public string Prlimit { get; set; } = "prlimit";

    /// <summary>The setpriv program of util-linux, which ends a tool together with the server, by name or path. Default: setpriv.</summary>
    [Required]
    public string Setpriv { get; set; } = "setpriv";
}

[OptionsValidator]
internal sealed partial class MediaOptionsValidator : IValidateOptions<MediaOptions>;
