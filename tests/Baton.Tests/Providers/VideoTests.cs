using System.Globalization;
using System.Text.Json;
using Baton.Client.Workers;
using Baton.Providers.Video;
using Xunit;

namespace Baton.Tests.Providers;

public sealed class VideoTests(TestClips clips) : IClassFixture<TestClips>, IDisposable
{
    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task Metadata_OfAClip_GivesItsSizeRateAndDuration()
    {
        var output = await _job.Run("videoMetadata", new { video = clips.Moving });

        Assert.Equal(320, output.GetProperty("width").GetInt32());
        Assert.Equal(180, output.GetProperty("height").GetInt32());
        Assert.Equal(10, output.GetProperty("fps").GetDouble());
        Assert.InRange(Duration(output).TotalSeconds, 2 - 0.1, 2 + 0.1);
    }

    [Fact]
    public async Task Metadata_OfAClipShownSideways_GivesItsSizeAsShown()
    {
        var output = await _job.Run("videoMetadata", new { video = clips.Sideways });

        Assert.Equal(180, output.GetProperty("width").GetInt32());
        Assert.Equal(320, output.GetProperty("height").GetInt32());
    }

    [Fact]
    public async Task Metadata_OfARecordingWithoutDuration_CountsItFromThePackets()
    {
        var output = await _job.Run("videoMetadata", new { video = clips.Recording });

        Assert.InRange(Duration(output).TotalSeconds, 1 - 0.11, 1 + 0.11);
    }

    [Theory]
    [InlineData("mp4", "video/mp4", "h264", "aac", "mov,mp4,m4a,3gp,3g2,mj2")]
    [InlineData("webM", "video/webm", "vp9", "opus", "matroska,webm")]
    public async Task Transcode_ToAContainer_HasItsCodecsAndTheWidthAskedFor(
        string containerFormat, string contentType, string videoCodec, string audioCodec, string container)
    {
        var output = await _job.Run("transcode", new { sourceUrl = clips.Moving, containerFormat, width = 150 });

        var probe = await TestClips.Probe(_job.Blob.Path);
        var video = TestClips.Stream(probe, "video");
        Assert.Equal(videoCodec, video.GetProperty("codec_name").GetString());
        Assert.Equal(audioCodec, TestClips.Stream(probe, "audio").GetProperty("codec_name").GetString());
        Assert.Equal(container, probe.GetProperty("format").GetProperty("format_name").GetString());
        Assert.Equal((150, 84), (video.GetProperty("width").GetInt32(), video.GetProperty("height").GetInt32()));
        Assert.Equal(contentType, _job.Blob.ContentType);
        Assert.Equal((150, 84), (_job.Blob.Facts.Width, _job.Blob.Facts.Height));
        Assert.True(output.GetProperty("available").GetBoolean());
        Assert.Equal("job-1", output.GetProperty("jobId").GetString());
        Assert.NotEmpty(_job.Progress);
        Assert.All(_job.Progress, progress => Assert.InRange(progress, 0, 1));
    }

    [Fact]
    public async Task Transcode_ToMp4_PutsTheIndexInFront()
    {
        await _job.Run("transcode", new { sourceUrl = clips.Moving, width = 64 });

        var bytes = await File.ReadAllBytesAsync(_job.Blob.Path, TestContext.Current.CancellationToken);
        Assert.True(bytes.AsSpan().IndexOf("moov"u8) < bytes.AsSpan().IndexOf("mdat"u8));
    }

    [Fact]
    public async Task Transcode_OfAClipShownSideways_ComesOutUpright()
    {
        await _job.Run("transcode", new { sourceUrl = clips.Sideways, width = 90 });

        var video = TestClips.Stream(await TestClips.Probe(_job.Blob.Path), "video");
        Assert.Equal((90, 160), (video.GetProperty("width").GetInt32(), video.GetProperty("height").GetInt32()));
    }

    [Fact]
    public async Task Transcode_OfASilentClipAndAnOddWidth_Works()
    {
        await _job.Run("transcode", new { sourceUrl = clips.Scenes, width = 81 });

        var probe = await TestClips.Probe(_job.Blob.Path);
        Assert.Equal(80, Assert.Single(probe.GetProperty("streams").EnumerateArray()).GetProperty("width").GetInt32());
    }

    [Fact]
    public async Task Transcode_OfAnAnimatedGif_IsAVideo()
    {
        var gif = TestPictures.Animation(40, 30, [255, 0, 0], [0, 255, 0], [0, 0, 255]).SaveTo(_job, "animation.gif");

        await _job.Run("transcode", new { sourceUrl = gif, width = 80 });

        Assert.Equal("h264", TestClips.Stream(await TestClips.Probe(_job.Blob.Path), "video").GetProperty("codec_name").GetString());
    }

    [Fact]
    public async Task Transcode_ToADestination_DeliversWhatItStores()
    {
        await _job.Run("transcode", new { sourceUrl = clips.Moving, width = 64, destinationUrl = "https://example.com/put" });

        Assert.Equal([("https://example.com/put", "video/mp4", new FileInfo(_job.Blob.Path).Length)], _job.Delivered);
    }

    [Fact]
    public async Task Frames_OfScenes_AreOneForEach()
    {
        var output = await _job.Run("videoFrameExtraction", new { videoUrl = clips.Scenes, frameRate = 10 });

        Assert.Equal(30, output.GetProperty("totalFramesExtracted").GetInt32());
        Assert.Equal(3, _job.Blobs.Count);
        Assert.Equal(3, output.GetProperty("frames").GetArrayLength());
        Assert.True(TestPictures.Colour(_job.Blobs[0].Path, 80, 45)[0] > 200);
        Assert.InRange(TestPictures.Colour(_job.Blobs[1].Path, 80, 45)[1], 100, 160);
        Assert.All(_job.Blobs, blob => Assert.Equal(("image/jpeg", new MediaFacts(160, 90)), (blob.ContentType, blob.Facts)));
        Assert.Equal(160, output.GetProperty("frames")[0].GetProperty("width").GetInt32());
    }

    [Fact]
    public async Task Frames_AtTheDefaultRate_AreOneASecond()
    {
        var output = await _job.Run("videoFrameExtraction", new { videoUrl = clips.Scenes });

        Assert.Equal(3, output.GetProperty("totalFramesExtracted").GetInt32());
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(1.0, 20)]
    public async Task Frames_OfAMovingPicture_DependOnTheThreshold(double uniqueThreshold, int frames)
    {
        await _job.Run("videoFrameExtraction", new { videoUrl = clips.Moving, frameRate = 10, uniqueThreshold });

        Assert.Equal(frames, _job.Blobs.Count);
    }

    [Fact]
    public void AThresholdOfOne_LeavesOutIdenticalFramesOnly()
    {
        var selection = new FrameSelection(uniqueThreshold: 1);
        var look = new FrameLook(8, 8, Outlines: 0, Colours: new byte[192]);

        Assert.True(selection.TryKeep(look));
        Assert.False(selection.TryKeep(look));
        Assert.True(selection.TryKeep(look with { Outlines = 1 }));
    }

    [Fact]
    public async Task Frames_AcrossStretches_AreAllSeenOnce()
    {
        var output = await _job.Run("videoFrameExtraction", new { videoUrl = clips.Scenes, frameRate = 50 });

        Assert.Equal(150, output.GetProperty("totalFramesExtracted").GetInt32());
        Assert.Equal(3, _job.Blobs.Count);
        Assert.Equal(_job.Progress.Order(), _job.Progress);
    }

    [Fact]
    public async Task Frames_WithMaxFrames_EndWhenEnoughAreFound()
    {
        var output = await _job.Run("videoFrameExtraction", new { videoUrl = clips.Scenes, frameRate = 10, maxFrames = 2 });

        Assert.Equal(2, output.GetProperty("frames").GetArrayLength());
        Assert.Equal(11, output.GetProperty("totalFramesExtracted").GetInt32());
        Assert.Empty(Directory.GetFiles(_job.TempDirectory, "frame-00000*"));
    }

    [Fact]
    public async Task Frames_FromAStartTime_LeaveOutWhatIsBefore()
    {
        await _job.Run("videoFrameExtraction", new { videoUrl = clips.Scenes, frameRate = 10, startTime = 1.2 });

        Assert.Equal(2, _job.Blobs.Count);
        Assert.InRange(TestPictures.Colour(_job.Blobs[0].Path, 80, 45)[1], 100, 160);
    }

    [Fact]
    public async Task Frames_FromBeyondTheEnd_AreRefusedInWords()
    {
        var refusal = await _job.Refusal("videoFrameExtraction", new { videoUrl = clips.Scenes, startTime = 60 });

        Assert.Equal(JobFailure.Invalid, refusal.Kind);
        Assert.Contains("startTime is 60 s", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoreFramesThanTheLimit_AreRefused_NotCutSilently()
    {
        using var job = new TestJob(("FramesMax", "5"));

        var refusal = await job.Refusal("videoFrameExtraction", new { videoUrl = clips.Moving, frameRate = 10, uniqueThreshold = 1 });

        Assert.Equal(JobFailure.Invalid, refusal.Kind);
        Assert.Contains("more than 5 different frames", refusal.Message, StringComparison.Ordinal);
    }

    private static TimeSpan Duration(JsonElement output) => TimeSpan.Parse(output.GetProperty("duration").GetString()!, CultureInfo.InvariantCulture);
}
