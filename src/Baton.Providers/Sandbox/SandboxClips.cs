using System.Globalization;
using Baton.Client.Workers;
using Baton.Contracts.Recipes;
using Baton.Providers.Images;
using Baton.Providers.Tools;
using Microsoft.Extensions.Options;
using NetVips;

namespace Baton.Providers.Sandbox;

/// <summary>Makes the clips of stand-ins: the picture, before which the mark wanders while a bar shows how far the clip is, to a tone.</summary>
internal sealed class SandboxClips(SandboxPictures pictures, PictureJob job, ConfinedTools tools, IOptions<MediaOptions> options)
{
    private const int FramesPerSecond = 24;

    /// <summary>The sides are even, because the codec halves the colour planes.</summary>
    public static SandboxRequest Even(SandboxRequest request) => request with { Width = request.Width / 2 * 2, Height = request.Height / 2 * 2 };

    public async Task<string> Draw(SandboxRequest request, IJobContext context, CancellationToken cancellationToken)
    {
        var ground = await pictures.Draw(request, new PngOutputFormat(), context, cancellationToken);
        var mark = Path.Combine(context.TempDirectory, Path.GetRandomFileName());
        await job.WithinTime(_ => DrawMark(request, mark), cancellationToken);
        var path = Path.Combine(context.TempDirectory, Path.GetRandomFileName());
        var run = new ToolRun(options.Value.Ffmpeg, Arguments(request, ground, mark, path), context.TempDirectory) { Complaint = "The clip cannot be made" };
        await tools.Run(run, cancellationToken);
        return path;
    }

    private static string DrawMark(SandboxRequest request, string path)
    {
        var block = Math.Max(1, Math.Min(request.Width / 4 / SandboxMark.Columns, request.Height / 16 / SandboxMark.Rows));
        var canvas = new Canvas((SandboxMark.Columns + 4) * block, (SandboxMark.Rows + 4) * block);
        canvas.Fill(0, 0, canvas.Width, canvas.Height, Colour.Signal);
        canvas.Stamp(SandboxMark.Of(block), 2 * block, 2 * block, Colour.Black);
        using var image = Image.NewFromMemory(canvas.Pixels, canvas.Width, canvas.Height, 3, Enums.BandFormat.Uchar);
        image.Pngsave(path);
        return path;
    }

    private static string[] Arguments(SandboxRequest request, string ground, string mark, string path)
    {
        var draws = Draws.For("clip", request.Prompt, request.Seed.ToString(CultureInfo.InvariantCulture));
        var seconds = Text(request.Duration);
        var bar = Math.Max(2, request.Height / 180 * 2);
        var band = SandboxScene.BandHeight(request.Height);
        var across = $"(W-w)/2*(1+sin(2*PI*t/{Text(draws.Between(2.5, 4))}+{Text(draws.Between(0, 6))}))";
        var down = $"{band}+(H-h-{band})/2*(1+cos(2*PI*t/{Text(draws.Between(2, 3.5))}+{Text(draws.Between(0, 6))}))";
        var filter = $"[0:v][1:v]overlay=x='{across}':y='{down}':eval=frame[marked];[marked][2:v]overlay=x='-w+w*t/{seconds}':y=H-h:eval=frame,format=yuv420p[picture];"
            + $"[3:a]volume=0.2,tremolo=f={Text(draws.Between(1, 4))}:d=0.6,afade=t=in:d=0.1,afade=t=out:st={Text(request.Duration - 0.2)}:d=0.2[sound]";
        return
        [
            "-hide_banner", "-nostdin", "-nostats", "-loglevel", "error", "-y", "-filter_threads", "1", "-filter_complex_threads", "1",
            .. Still(ground, seconds),
            .. Still(mark, seconds),
            "-f", "lavfi", "-i", $"color=c=0xFFD400:s={request.Width}x{bar}:r={FramesPerSecond}:d={seconds}",
            "-f", "lavfi", "-i", $"sine=frequency={Text(Math.Round(220 * Math.Pow(2, Math.Floor(draws.Between(0, 24)) / 12)))}:sample_rate=48000:duration={seconds}",
            "-filter_complex", filter, "-map", "[picture]", "-map", "[sound]", "-t", seconds,
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-threads", "1", "-c:a", "aac", "-b:a", "96k",
            // The same request makes the same bytes: nothing of the day or of the encoder's build is written down.
            "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart", "-f", "mp4", path,
        ];
    }

    private static string[] Still(string path, string seconds) =>
        ["-loop", "1", "-framerate", FramesPerSecond.ToString(CultureInfo.InvariantCulture), "-t", seconds, "-f", "image2", "-c:v", "png", "-i", path];

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
