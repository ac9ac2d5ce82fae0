using Baton.Client.Workers;
using NetVips;
using Xunit;

namespace Baton.Tests.Providers;

public sealed class ConvertImageTests : IDisposable
{
    private static readonly double[] Red = [255, 0, 0];
    private static readonly double[] Green = [0, 255, 0];
    private static readonly double[] Blue = [0, 0, 255];

    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData("jpeg", "image/jpeg", "jpegload")]
    [InlineData("png", "image/png", "pngload")]
    [InlineData("webp", "image/webp", "webpload")]
    [InlineData("gif", "image/gif", "gifload")]
    public async Task AResizedPicture_InEveryFormat_KeepsItsAspect(string format, string contentType, string loader)
    {
        var source = TestPictures.Rings(320, 240).SaveTo(_job, "rings.png");

        var output = await _job.Run("convertImage", new { image = source, transforms = new[] { new { type = "resize", targetWidth = 100 } }, output = new { format } });

        using var result = TestPictures.Open(_job.Blob.Path);
        Assert.Equal((100, 75), (result.Width, result.Height));
        Assert.StartsWith(loader, (string)result.Get("vips-loader"), StringComparison.Ordinal);
        Assert.Equal(contentType, _job.Blob.ContentType);
        Assert.Equal(new MediaFacts(100, 75), _job.Blob.Facts);
        var blob = output.GetProperty("blob");
        Assert.Equal("job-1", blob.GetProperty("jobId").GetString());
        Assert.Equal(100, blob.GetProperty("width").GetInt32());
        Assert.Equal(75, blob.GetProperty("height").GetInt32());
        Assert.True(blob.GetProperty("available").GetBoolean());
        Assert.Equal("image", blob.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Blur_OfARegion_LeavesTheRestSharp()
    {
        await Blur("include");

        Assert.True(TestPictures.Variation(_job.Blob.Path, 12, 12, 16, 16) < 20);
        Assert.True(TestPictures.Variation(_job.Blob.Path, 40, 30, 16, 16) > 100);
    }

    [Fact]
    public async Task Blur_OfAllButARegion_LeavesTheRegionSharp()
    {
        await Blur("exclude");

        Assert.True(TestPictures.Variation(_job.Blob.Path, 12, 12, 16, 16) > 100);
        Assert.True(TestPictures.Variation(_job.Blob.Path, 40, 30, 16, 16) < 20);
    }

    [Theory]
    [InlineData("include")]
    [InlineData("exclude")]
    public async Task Blur_WithoutRegions_HidesEverything(string mode)
    {
        var source = TestPictures.Checks().SaveTo(_job, "checks.png");

        await _job.Run("convertImage", new { image = source, transforms = new[] { new { type = "blur", blur = 10, mode } }, output = new { format = "png" } });

        Assert.True(TestPictures.Variation(_job.Blob.Path, 0, 0, 64, 48) < 20);
    }

    [Fact]
    public async Task Transforms_AreAppliedInOrder_SoRegionsCountInTheResizedPicture()
    {
        var source = TestPictures.Checks(640, 480).SaveTo(_job, "checks.png");
        var regions = new[] { new { x1 = 600, y1 = 440, x2 = 640, y2 = 480 } };
        object[] transforms = [new { type = "resize", targetWidth = 640 }, new { type = "blur", blur = 10, mode = "include", regions }, new { type = "resize", targetWidth = 320 }];

        await _job.Run("convertImage", new { image = source, transforms, output = new { format = "png" } });

        using var result = TestPictures.Open(_job.Blob.Path);
        Assert.Equal((320, 240), (result.Width, result.Height));
    }

    [Theory]
    [InlineData("webp")]
    [InlineData("gif")]
    public async Task AnAnimation_InAnAnimatedFormat_StaysOneAndIsResizedFrameByFrame(string format)
    {
        var source = TestPictures.Animation(40, 30, Red, Green, Blue).SaveTo(_job, "animation.gif");

        await _job.Run("convertImage", new { image = source, transforms = new[] { new { type = "resize", targetWidth = 80 } }, output = new { format } });

        using var result = TestPictures.Open(_job.Blob.Path, frames: -1);
        Assert.Equal((80, 60, 180), (result.Width, result.PageHeight, result.Height));
        Assert.Equal([100, 100, 100], (int[])result.Get("delay"));
        Assert.True(TestPictures.Colour(_job.Blob.Path, 40, 59, -1)[0] > 240);
        Assert.True(TestPictures.Colour(_job.Blob.Path, 40, 60, -1)[1] > 240);
        Assert.Equal(new MediaFacts(80, 60), _job.Blob.Facts);
    }

    [Theory]
    [InlineData("webp")]
    [InlineData("gif")]
    public async Task AnAnimation_WithMaxFrames_KeepsTheFirstOnes(string format)
    {
        var source = TestPictures.Animation(40, 30, Red, Green, Blue).SaveTo(_job, "animation.gif");

        await _job.Run("convertImage", new { image = source, output = new { format, maxFrames = 2 } });

        using var result = TestPictures.Open(_job.Blob.Path, frames: -1);
        Assert.Equal(60, result.Height);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    public async Task AnAnimation_InAStillFormat_GivesItsFirstFrame(string format)
    {
        var source = TestPictures.Animation(40, 30, Red, Green).SaveTo(_job, "animation.gif");

        await _job.Run("convertImage", new { image = source, output = new { format } });

        using var result = TestPictures.Open(_job.Blob.Path);
        Assert.Equal((40, 30), (result.Width, result.Height));
        Assert.True(result.Getpoint(20, 15)[0] > 240);
    }

    [Fact]
    public async Task AStillTakenOfAnAnimation_WhenDoubled_IsOneFrameOfTwiceTheHeight()
    {
        var source = TestPictures.Animation(40, 30, Red, Green).SaveTo(_job, "animation.gif");

        await _job.Run("convertImage", new { image = source, transforms = new[] { new { type = "resize", targetWidth = 80 } }, output = new { format = "webp", maxFrames = 1 } });

        using var result = TestPictures.Open(_job.Blob.Path, frames: -1);
        Assert.Equal((60, 60), (result.Height, result.PageHeight));
    }

    [Fact]
    public async Task Quality_WhenLower_MakesTheFileSmaller()
    {
        var source = TestPictures.Rings().SaveTo(_job, "rings.png");

        foreach (var quality in new[] { 20, 95 })
        {
            await _job.Run("convertImage", new { image = source, output = new { format = "jpeg", quality } });
        }

        Assert.True(new FileInfo(_job.Blobs[0].Path).Length < new FileInfo(_job.Blobs[1].Path).Length);
    }

    [Fact]
    public async Task Webp_WhenLossless_KeepsEveryPixel()
    {
        var source = TestPictures.Checks().SaveTo(_job, "checks.png");

        await _job.Run("convertImage", new { image = source, output = new { format = "webp", lossless = true } });

        using var before = TestPictures.Open(source);
        using var after = TestPictures.Open(_job.Blob.Path);
        Assert.Equal(0, (before - after).Abs().Max());
    }

    [Fact]
    public async Task Transparency_InJpeg_BecomesWhite()
    {
        var source = TestPictures.Solid(20, 20, 0, 0, 0, 0).SaveTo(_job, "clear.png");

        await _job.Run("convertImage", new { image = source, output = new { format = "jpeg" } });

        Assert.All(TestPictures.Colour(_job.Blob.Path, 10, 10), value => Assert.True(value > 250));
    }

    [Fact]
    public async Task Transparency_InPng_StaysThroughAResize()
    {
        var source = TestPictures.Solid(40, 40, 200, 100, 0, 128).SaveTo(_job, "half.png");

        await _job.Run("convertImage", new { image = source, transforms = new[] { new { type = "resize", targetWidth = 20 } }, output = new { format = "png" } });

        var colour = TestPictures.Colour(_job.Blob.Path, 10, 10);
        Assert.Equal(4, colour.Length);
        Assert.InRange(colour[3], 127, 129);
        Assert.InRange(colour[0], 197, 203);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Metadata_WhenHidden_IsLeftOut(bool hideMetadata)
    {
        using var plain = TestPictures.Rings();
        var source = plain.Mutate(image => image.Set(GValue.GStrType, "exif-ifd0-Artist", "Ann")).SaveTo(_job, "signed.jpg");

        await _job.Run("convertImage", new { image = source, output = new { format = "jpeg", hideMetadata } });

        using var result = TestPictures.Open(_job.Blob.Path);
        Assert.Equal(!hideMetadata, result.Contains("exif-ifd0-Artist"));
    }

    [Fact]
    public async Task APhotoTakenSideways_IsTurnedUpright()
    {
        using var plain = TestPictures.Rings(60, 40);
        var source = plain.Mutate(image => image.Set(GValue.GIntType, "orientation", 6)).SaveTo(_job, "sideways.jpg");

        await _job.Run("convertImage", new { image = source, output = new { format = "png" } });

        using var result = TestPictures.Open(_job.Blob.Path);
        Assert.Equal((40, 60), (result.Width, result.Height));
    }

    [Fact]
    public async Task CmykAndGrey_ComeOutAsColours()
    {
        using var rings = TestPictures.Rings();
        var cmyk = rings.Colourspace(Enums.Interpretation.Cmyk).SaveTo(_job, "cmyk.jpg");
        var grey = rings.Colourspace(Enums.Interpretation.Grey16).SaveTo(_job, "grey.png");

        foreach (var source in new[] { cmyk, grey })
        {
            await _job.Run("convertImage", new { image = source, output = new { format = "webp" } });
        }

        Assert.All(_job.Blobs, blob => Assert.Equal(3, TestPictures.Colour(blob.Path, 5, 5).Length));
    }

    [Fact]
    public async Task AResultTooLargeForItsFormat_IsRefusedInWords()
    {
        var source = TestPictures.Solid(10, 2000, 9, 9, 9).SaveTo(_job, "slim.png");

        var refusal = await _job.Refusal("convertImage", new { image = source, transforms = new[] { new { type = "resize", targetWidth = 100 } }, output = new { format = "webp" } });

        Assert.Equal(JobFailure.Invalid, refusal.Kind);
        Assert.Contains("16383", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AResizeBeyondTheLimit_IsRefusedBeforeItIsComputed()
    {
        var source = TestPictures.Solid(1, 30_000, 9, 9, 9).SaveTo(_job, "line.png");

        var refusal = await _job.Refusal("convertImage", new { image = source, transforms = new[] { new { type = "resize", targetWidth = 4096 } }, output = new { format = "png" } });

        Assert.Equal(JobFailure.Invalid, refusal.Kind);
        Assert.Contains("beyond the limit", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_OfALargePicture_RisesToTheEnd()
    {
        var source = TestPictures.Rings(2000, 1500).SaveTo(_job, "large.png");

        await _job.Run("convertImage", new { image = source, output = new { format = "png" } });

        Assert.True(_job.Progress.Count > 1);
        Assert.Equal(_job.Progress.Order(), _job.Progress);
        Assert.InRange(_job.Progress[^1], 0.9, 1);
    }

    [Fact]
    public async Task Cancellation_WhileEncoding_EndsTheJob()
    {
        using var cancel = new CancellationTokenSource();
        var source = TestPictures.Rings(2000, 1500).SaveTo(_job, "large.png");
        _job.OnProgress = _ => cancel.Cancel();

        var run = _job.Run("convertImage", new { image = source, transforms = new[] { new { type = "blur", blur = 50, mode = "include" } }, output = new { format = "png" } }, cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Empty(_job.Blobs);
    }

    private async Task Blur(string mode)
    {
        var source = TestPictures.Checks().SaveTo(_job, "checks.png");
        var regions = new[] { new { x1 = 8, y1 = 8, x2 = 32, y2 = 32 } };
        await _job.Run("convertImage", new { image = source, transforms = new[] { new { type = "blur", blur = 10, mode, regions } }, output = new { format = "png" } });
    }
}
