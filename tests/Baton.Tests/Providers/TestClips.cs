using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Baton.Tests.Providers;

/// <summary>Clips made once for the tests of a class, and what ffprobe says of clips.</summary>
public sealed class TestClips : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("baton-clips-");

    /// <summary>Two seconds, 320 × 180, 10 frames a second, moving, with a tone.</summary>
    public string Moving => Path.Combine(_folder.FullName, "moving.mp4");

    /// <summary>Three seconds of red, green and a test card, one each, 160 × 90, without sound.</summary>
    public string Scenes => Path.Combine(_folder.FullName, "scenes.mp4");

    /// <summary>Six seconds with the index in front, so that half of it can be played.</summary>
    public string Long => Path.Combine(_folder.FullName, "long.mp4");

    /// <summary>A second of <see cref="Moving"/> that is to be shown turned by 90 degrees.</summary>
    public string Sideways => Path.Combine(_folder.FullName, "sideways.mp4");

    /// <summary>A WebM whose header tells no duration, as browsers record them.</summary>
    public string Recording => Path.Combine(_folder.FullName, "recording.webm");

    /// <summary>Black for 0.4 seconds, then a second of <see cref="TestPictures.Rings"/>.</summary>
    public string Rings => Path.Combine(_folder.FullName, "rings.mp4");

    /// <summary>Sound in an MP4.</summary>
    public string Sound => Path.Combine(_folder.FullName, "sound.mp4");

    public async ValueTask InitializeAsync()
    {
        await Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=2", "-f", "lavfi", "-i", "sine=d=2", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", Moving);
        await Ffmpeg(
            "-f", "lavfi", "-i", "color=red:s=160x90:r=10:d=1", "-f", "lavfi", "-i", "color=green:s=160x90:r=10:d=1", "-f", "lavfi", "-i", "smptebars=s=160x90:r=10:d=1",
            "-filter_complex", "[0][1][2]concat=n=3", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", Scenes);
        await Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=6", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-movflags", "+faststart", Long);
        await Turned();
        await Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=10:d=1", "-c:v", "libvpx", "-deadline", "realtime", "-f", "webm", "-live", "1", Recording);
        var picture = Path.Combine(_folder.FullName, "rings.png");
        using (var rings = TestPictures.Rings())
        {
            rings.WriteToFile(picture);
        }

        await Ffmpeg("-loop", "1", "-framerate", "10", "-t", "1", "-i", picture, "-vf", "tpad=start_duration=0.4", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", Rings);
        await Ffmpeg("-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", Sound);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Format and streams of a clip, as ffprobe tells them.</summary>
    internal static async Task<JsonElement> Probe(string path)
    {
        var (_, output) = await Run("ffprobe", ["-v", "error", "-show_format", "-show_streams", "-of", "json", path]);
        return JsonElement.Parse(output);
    }

    internal static JsonElement Stream(JsonElement probe, string kind) =>
        probe.GetProperty("streams").EnumerateArray().Single(stream => stream.GetProperty("codec_type").GetString() == kind);

    /// <summary>ffmpeg up to 5 turns by a tag, from 6 on by an option; each refuses or ignores the other's way.</summary>
    private async Task Turned()
    {
        if (await Run("ffmpeg", ["-v", "quiet", "-nostdin", "-display_rotation", "90", "-i", Moving, "-c", "copy", "-t", "1", Sideways]) is { Code: not 0 })
        {
            await Ffmpeg("-i", Moving, "-c", "copy", "-t", "1", "-metadata:s:v:0", "rotate=90", Sideways);
        }
    }

    private static async Task Ffmpeg(params string[] arguments)
    {
        var (code, _) = await Run("ffmpeg", ["-v", "error", "-nostdin", .. arguments]);
        Assert.Equal(0, code);
    }

    private static async Task<(int Code, string Output)> Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
