using Baton.Providers.Tools;
using Microsoft.Extensions.Options;

namespace Baton.Providers.Speech;

/// <summary>What speaks on this machine and whether its speech can be packed; asked once.</summary>
internal sealed class SpeechTools(IOptions<MediaOptions> options, TimeProvider time)
{
    private readonly Lazy<Task<string?>> espeak = new(() => ToolChecks.Version(EspeakOf(options.Value), time, CancellationToken.None));
    private readonly Lazy<Task<string?>> ffmpeg = new(
        () => ToolChecks.Version(new ToolNeed(options.Value.Ffmpeg, "-version", "ffmpeg"), time, CancellationToken.None));

    public static ToolNeed EspeakOf(MediaOptions options) => new(options.Espeak, "--version", "espeak-ng");

    /// <summary>Such as <c>espeak-ng 1.51</c>.</summary>
    public async Task<string> EspeakVersion() => await espeak.Value ?? "espeak-ng";

    public async Task<bool> HasFfmpeg() => await ffmpeg.Value is not null;
}
