using System.Diagnostics;
using System.Text.Json;
using Baton.Contracts.Recipes;
using Baton.Providers;
using Baton.Providers.Images;
using Baton.Providers.Sandbox;
using Baton.Providers.Tools;
using Baton.Tests.Providers;
using Microsoft.Extensions.Options;
using NetVips;
using Xunit;

namespace Baton.Tests.Sandbox;

public sealed class SandboxMediaTests : IDisposable
{
    private static readonly byte[] Signal = [255, 212, 0];

    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData(16, 16)]
    [InlineData(64, 200)]
    [InlineData(511, 333)]
    [InlineData(1024, 1024)]
    public async Task Picture_OfAnySize_HasItAndIsMarked(int width, int height)
    {
        var path = await Drawn(Request("a red fox <b> & 日本", 7) with { Width = width, Height = height });

        using var picture = Image.NewFromFile(path);
        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.InRange(ShareOfSignal(picture, SandboxScene.BandHeight(height)), 0.25, 0.95);
    }

    [Fact]
    public async Task SamePromptAndSeed_MakeTheSameBytesAndOthersDoNot()
    {
        var first = await Bytes(Request("a fox", 7));

        Assert.Equal(first, await Bytes(Request("a fox", 7)));
        Assert.NotEqual(first, await Bytes(Request("a fox", 8)));
        Assert.NotEqual(first, await Bytes(Request("a dog", 7)));
    }

    [Fact]
    public async Task PictureThatWasSentAlong_IsTheGroundAndThePromptIsDrawnOnIt()
    {
        var red = _job.File("red.png");
        using (var plain = Image.Black(300, 200).NewFromImage([200, 10, 10]).Cast(Enums.BandFormat.Uchar))
        {
            plain.Pngsave(red);
        }

        using var picture = Image.NewFromFile(await Drawn(Request("a fox", 7) with { Source = red }));
        using var silent = Image.NewFromFile(await Drawn(Request(" ", 7) with { Source = red }));

        Assert.Equal([200.0, 10, 10], picture.Getpoint(4, 90));
        Assert.InRange(WhitePixels(picture), 500, 60_000);
        Assert.Equal(0, WhitePixels(silent));
    }

    [Fact]
    public async Task Clip_HasItsSizeDurationSoundAndMark()
    {
        var path = await Clip(Request("a fox", 7) with { Type = "videoGen", Width = 320, Height = 180, Duration = 2 });

        using var facts = await Probe(path);
        var streams = facts.RootElement.GetProperty("streams").EnumerateArray().ToDictionary(stream => stream.GetProperty("codec_type").GetString()!);
        Assert.Equal((320, 180), (streams["video"].GetProperty("width").GetInt32(), streams["video"].GetProperty("height").GetInt32()));
        Assert.Equal("aac", streams["audio"].GetProperty("codec_name").GetString());
        Assert.Equal(2.0, double.Parse(facts.RootElement.GetProperty("format").GetProperty("duration").GetString()!, System.Globalization.CultureInfo.InvariantCulture), 0.1);
        using var early = Image.NewFromFile(await Frame(path, "0.2"));
        using var late = Image.NewFromFile(await Frame(path, "1.6"));
        using var difference = (early - late).Abs();
        Assert.InRange(ShareOfSignal(late, SandboxScene.BandHeight(180)), 0.2, 0.95);
        Assert.True(difference.Max() > 100, "Nothing moves.");
    }

    [Fact]
    public async Task Clip_OfTheSameRequest_IsTheSameBytes()
    {
        var request = Request("a fox", 7) with { Type = "videoGen", Width = 64, Height = 48, Duration = 1 };

        Assert.Equal(await File.ReadAllBytesAsync(await Clip(request), BatonHost.Stop), await File.ReadAllBytesAsync(await Clip(request), BatonHost.Stop));
    }

    [Theory]
    [InlineData("imageGen", """{"width":800,"height":600}""", 800, 600)]
    [InlineData("imageGen", """{"size":"1536x1024"}""", 1536, 1024)]
    [InlineData("imageGen", """{"resolution":"2K","aspectRatio":"16:9"}""", 2730, 1536)]
    [InlineData("imageGen", """{"aspectRatio":"auto"}""", 1024, 1024)]
    [InlineData("imageGen", """{"imageSize":"landscape_16_9"}""", 1024, 576)]
    [InlineData("imageGen", """{"imageSize":"800*600"}""", 800, 600)]
    [InlineData("imageGen", """{"aspectRatio":"2.35:1"}""", 1570, 668)]
    [InlineData("videoGen", """{"resolution":"480p"}""", 854, 480)]
    [InlineData("videoGen", """{"resolution":1080,"aspectRatio":"9:16"}""", 1080, 1920)]
    [InlineData("videoGen", "{}", 1280, 720)]
    [InlineData("imageGen", """{"width":100000,"height":1}""", 4096, 16)]
    [InlineData("comfy", """{"comfyWorkflow":{"3":{"class_type":"L","inputs":{"width":640,"height":480,"model":["4",0]}}}}""", 640, 480)]
    public void Size_InWhicheverWay_IsUnderstood(string type, string input, int width, int height)
    {
        var request = SandboxRequest.Read(type, JsonElement.Parse(input), "job_1");

        Assert.Equal((width, height), (request.Width, request.Height));
    }

    [Theory]
    [InlineData("""{"duration":8}""", 8)]
    [InlineData("""{"duration":"10"}""", 10)]
    [InlineData("""{"duration":"6s"}""", 6)]
    [InlineData("""{"numFrames":121,"frameRate":25}""", 4.84)]
    [InlineData("{}", 5)]
    [InlineData("""{"duration":3600}""", 60)]
    public void Duration_InWhicheverWay_IsUnderstood(string input, double seconds) =>
        Assert.Equal(seconds, SandboxRequest.Read("videoGen", JsonElement.Parse(input), "job_1").Duration, 0.001);

    [Fact]
    public void Graph_IsReadAsItsNodesSay()
    {
        var request = SandboxRequest.Read(
            "comfy",
            JsonElement.Parse("""{"comfyWorkflow":{"1":{"class_type":"C","inputs":{"text":"a fox","clip":["4",1]}},"2":{"class_type":"K","inputs":{"seed":9,"steps":20}}}}"""),
            "job_1");

        Assert.Equal(("a fox", 9), (request.Prompt, request.Seed));
    }

    [Fact]
    public void Seed_ThatIsMissing_IsAnotherForEachJob() => Assert.NotEqual(
        SandboxRequest.Read("imageGen", JsonElement.Parse("""{"prompt":"a"}"""), "job_1").Seed,
        SandboxRequest.Read("imageGen", JsonElement.Parse("""{"prompt":"a","seed":-1}"""), "job_2").Seed);

    private static SandboxRequest Request(string prompt, long seed) => new("imageGen", "flux2", prompt, seed) { Width = 512, Height = 512 };

    private SandboxPictures Pictures => new(_job.Service<PictureReader>(), _job.Service<PictureLimits>(), _job.Service<PictureJob>());

    private Task<string> Drawn(SandboxRequest request) => Pictures.Draw(request, new PngOutputFormat(), _job, BatonHost.Stop);

    private async Task<byte[]> Bytes(SandboxRequest request) => await File.ReadAllBytesAsync(await Drawn(request), BatonHost.Stop);

    private Task<string> Clip(SandboxRequest request) =>
        new SandboxClips(Pictures, _job.Service<PictureJob>(), _job.Service<ConfinedTools>(), _job.Service<IOptions<MediaOptions>>()).Draw(request, _job, BatonHost.Stop);

    /// <summary>How much of the top of a picture is of the colour that marks it, as near as a codec leaves it.</summary>
    private static double ShareOfSignal(Image picture, int band)
    {
        using var top = picture.Crop(0, 0, picture.Width, Math.Min(band, picture.Height));
        var pixels = top.WriteToMemory<byte>();
        var hits = pixels.Chunk(top.Bands).Count(pixel => Math.Abs(pixel[0] - Signal[0]) + Math.Abs(pixel[1] - Signal[1]) + Math.Abs(pixel[2] - Signal[2]) < 90);
        return hits / (double)(top.Width * top.Height);
    }

    /// <summary>In the middle, where the prompt is.</summary>
    private static int WhitePixels(Image picture)
    {
        using var middle = picture.Crop(0, 100, picture.Width, 300);
        return middle.WriteToMemory<byte>().Chunk(middle.Bands).Count(pixel => pixel.All(value => value > 240));
    }

    private static async Task<JsonDocument> Probe(string path) =>
        JsonDocument.Parse(await Run("ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", path));

    private async Task<string> Frame(string path, string second)
    {
        var frame = _job.File($"frame-{second}.png");
        await Run("ffmpeg", "-v", "error", "-y", "-ss", second, "-i", path, "-frames:v", "1", frame);
        return frame;
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(BatonHost.Stop);
        await process.WaitForExitAsync(BatonHost.Stop);
        return output;
    }
}
