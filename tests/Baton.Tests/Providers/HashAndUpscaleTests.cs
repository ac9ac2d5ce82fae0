using System.Globalization;
using System.Numerics;
using Baton.Client.Workers;
using NetVips;
using Xunit;

namespace Baton.Tests.Providers;

public sealed class HashAndUpscaleTests(TestClips clips) : IClassFixture<TestClips>, IDisposable
{
    private static readonly string[] Both = ["perceptual", "perceptualDct"];

    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task Hashes_OfTheSamePictureInOtherClothes_AreNear()
    {
        using var rings = TestPictures.Rings();
        var original = rings.Copy().SaveTo(_job, "rings.png");
        rings.Resize(0.5).Jpegsave(_job.File("small.jpg"), q: 40);

        foreach (var type in Both)
        {
            Assert.True(Distance(await Hash(original, type), await Hash(_job.File("small.jpg"), type)) <= 6, type);
        }
    }

    [Fact]
    public async Task Hashes_OfDifferentPictures_AreFar()
    {
        var rings = TestPictures.Rings().SaveTo(_job, "rings.png");
        var others = TestPictures.Rings(centre: 0.8).SaveTo(_job, "others.png");

        foreach (var type in Both)
        {
            Assert.True(Distance(await Hash(rings, type), await Hash(others, type)) >= 16, type);
        }
    }

    // A ramp rises to the right everywhere, so every bit of a difference hash is set; mirrored, none is.
    [Theory]
    [InlineData(false, "ffffffffffffffff")]
    [InlineData(true, "0000000000000000")]
    public async Task TheDifferenceHash_OfARamp_IsAllOrNothing(bool mirrored, string hash)
    {
        using var place = Image.Xyz(256, 64);
        using var ramp = place[0].Cast(Enums.BandFormat.Uchar);
        var source = (mirrored ? ramp.FlipHor() : ramp.Copy()).SaveTo(_job, "ramp.png");

        var output = await _job.Run("mediaHash", new { mediaUrl = source, hashTypes = new[] { "perceptual" } });

        Assert.Equal(hash, output.GetProperty("hashes").GetProperty("perceptual").GetString());
    }

    [Fact]
    public async Task HashesOfFlatPictures_HaveNoNoise()
    {
        var green = TestPictures.Solid(160, 90, 0, 128, 0).SaveTo(_job, "green.png");
        var grey = TestPictures.Solid(160, 90, 77, 77, 77).SaveTo(_job, "grey.png");

        foreach (var type in Both)
        {
            Assert.Equal(await Hash(green, type), await Hash(grey, type));
        }
    }

    [Fact]
    public async Task Hashes_OfAVideo_AreThoseOfTheFrameInItsMiddle()
    {
        var rings = TestPictures.Rings().SaveTo(_job, "rings.png");

        foreach (var type in Both)
        {
            Assert.True(Distance(await Hash(clips.Rings, type), await Hash(rings, type)) <= 4, type);
        }
    }

    [Theory]
    [InlineData("png", 1, 2)]
    [InlineData("jpg", 2, 4)]
    [InlineData("webp", 3, 8)]
    public async Task Upscale_ByRepeats_DoublesEachTime(string extension, int numberOfRepeats, int times)
    {
        var source = TestPictures.Rings(40, 30).SaveTo(_job, $"rings.{extension}");

        var output = await _job.Run("imageUpscaler", new { image = source, numberOfRepeats });

        using var result = TestPictures.Open(_job.Blob.Path);
        Assert.Equal((40 * times, 30 * times), (result.Width, result.Height));
        Assert.Equal("lanczos3", output.GetProperty("upscaler").GetString());
        Assert.Equal(extension == "jpg" ? "image/jpeg" : "image/png", _job.Blob.ContentType);
        Assert.Equal(40 * times, output.GetProperty("blob").GetProperty("width").GetInt32());
    }

    [Fact]
    public async Task Upscale_WithoutARepeatCount_DoublesOnce()
    {
        await _job.Run("imageUpscaler", new { image = TestPictures.Rings(40, 30).SaveTo(_job, "rings.png"), model = "lanczos3" });

        Assert.Equal(new MediaFacts(80, 60), _job.Blob.Facts);
    }

    [Fact]
    public async Task Upscale_ByAModel_IsRejectedRatherThanFaked()
    {
        var refusal = await _job.Refusal("imageUpscaler", new { image = "unread", model = "4x-UltraSharp" });

        Assert.Equal(JobFailure.Rejected, refusal.Kind);
        Assert.Contains("lanczos3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upscale_BeyondTheLimit_IsRefusedInWords()
    {
        var source = TestPictures.Solid(3000, 2000, 1, 2, 3).SaveTo(_job, "large.png");

        var refusal = await _job.Refusal("imageUpscaler", new { image = source, numberOfRepeats = 3 });

        Assert.Equal(JobFailure.Invalid, refusal.Kind);
        Assert.Contains("24000 × 16000", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<ulong> Hash(string source, string type)
    {
        var output = await _job.Run("mediaHash", new { mediaUrl = source, hashTypes = Both });
        var text = output.GetProperty("hashes").GetProperty(type).GetString()!;
        Assert.Equal(16, text.Length);
        return ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static int Distance(ulong one, ulong other) => BitOperations.PopCount(one ^ other);
}
