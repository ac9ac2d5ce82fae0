using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Baton.Client.Workers;
using Baton.Providers.Media;
using Baton.Providers.Video;
using Xunit;

namespace Baton.Tests.Providers;

/// <summary>What callers should not send: each is the caller's failure, told in words without this machine's paths, and costs next to nothing.</summary>
public sealed class BadMediaTests(TestClips clips) : IClassFixture<TestClips>, IDisposable
{
    // A decoded bomb takes many times as much; other tests run beside these.
    private const long MemoryGrowthMax = 1L << 30;

    private readonly TestJob _job = new();

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData("nothing")]
    [InlineData("noise")]
    [InlineData("html")]
    [InlineData("svg with entities")]
    [InlineData("zip")]
    [InlineData("truncated png")]
    [InlineData("truncated jpeg")]
    [InlineData("truncated gif")]
    [InlineData("truncated webp")]
    [InlineData("only a jpeg's magic")]
    [InlineData("30000 x 30000 png")]
    [InlineData("65535 x 65535 gif")]
    [InlineData("gif of 2000 frames")]
    [InlineData("clip")]
    [InlineData("playlist")]
    public async Task ABadPicture_InAnyRecipe_IsInvalidInWords(string what)
    {
        var image = Bad(what);
        var before = Environment.WorkingSet;

        await AssertInvalid("convertImage", new { image, output = new { format = "webp" } });
        await AssertInvalid("imageUpscaler", new { image, numberOfRepeats = 1 }, mayWork: what is "gif of 2000 frames");
        await AssertInvalid("mediaHash", new { mediaUrl = image, hashTypes = new[] { "perceptual" } }, mayWork: what is "gif of 2000 frames" or "clip");

        Assert.True(Environment.WorkingSet - before < MemoryGrowthMax);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("noise")]
    [InlineData("png")]
    [InlineData("playlist")]
    [InlineData("playlist that follows an mp4's magic")]
    [InlineData("concat script")]
    [InlineData("subtitles")]
    [InlineData("truncated clip")]
    [InlineData("only a clip's magic")]
    [InlineData("only a matroska's magic")]
    [InlineData("sound")]
    public async Task ABadVideo_InAnyRecipe_IsInvalidInWords(string what)
    {
        var video = Bad(what);

        await AssertInvalid("videoMetadata", new { video });
        await AssertInvalid("transcode", new { sourceUrl = video, width = 64 });
        await AssertInvalid("videoFrameExtraction", new { videoUrl = video });
    }

    /// <summary>Sniffing never lets a script come this far; if it did, the tool itself must not guess what it is and open what it names.</summary>
    [Fact]
    public async Task AScriptThatNamesAFile_TakenForAVideo_IsNotFollowed()
    {
        File.Copy(clips.Moving, _job.File("moving.mp4"));
        var script = _job.Written("script", "ffconcat version 1.0\nfile moving.mp4\n");

        var probe = _job.Service<Ffprobe>().Probe(script, MediaFormat.Mp4, _job.TempDirectory, TestContext.Current.CancellationToken);

        Assert.Equal(JobFailure.Invalid, (await Assert.ThrowsAsync<JobFailedException>(() => probe)).Kind);
    }

    [Fact]
    public async Task AVideoThatBreaksOff_IsNotTranscodedAsIfItWereWhole()
    {
        var refusal = await _job.Refusal("transcode", new { sourceUrl = Half(clips.Long), width = 64 });

        Assert.Equal(JobFailure.Invalid, refusal.Kind);
        Assert.Contains("breaks off", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_job.Blobs);
    }

    [Fact]
    public async Task AVideoBeyondThePixelLimit_IsRefusedInWords()
    {
        using var job = new TestJob(("FramePixelsMax", "50000"));

        var refusal = await job.Refusal("videoMetadata", new { video = clips.Moving });

        Assert.Equal(JobFailure.Invalid, refusal.Kind);
        Assert.Contains("320x180", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AResultBeyondTheFileLimit_IsRejected()
    {
        using var job = new TestJob(("ToolFileBytesMax", "20000"));

        var refusal = await job.Refusal("transcode", new { sourceUrl = clips.Moving, width = 640 });

        Assert.Equal(JobFailure.Rejected, refusal.Kind);
        Assert.Contains("larger than", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkBeyondTheMemoryLimit_IsRejected()
    {
        using var job = new TestJob(("ToolMemoryBytesMax", "400000000"));

        var refusal = await job.Refusal("transcode", new { sourceUrl = clips.Moving, width = 4096 });

        Assert.Equal(JobFailure.Rejected, refusal.Kind);
        Assert.Contains("memory", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkBeyondTheTimeLimit_IsRejectedAndItsProcessIsGone()
    {
        using var job = new TestJob(("ToolDuration", "00:00:01"));

        var refusal = await job.Refusal("transcode", new { sourceUrl = clips.Moving, containerFormat = "webM", width = 4096 });

        Assert.Equal(JobFailure.Rejected, refusal.Kind);
        Assert.Empty(ProcessesOf(job));
    }

    [Fact]
    public async Task Cancellation_WhileTranscoding_KillsTheProcess()
    {
        using var cancel = new CancellationTokenSource();
        var running = new List<int>();
        _job.OnProgress = _ =>
        {
            running.AddRange(ProcessesOf(_job));
            cancel.Cancel();
        };

        var run = _job.Run("transcode", new { sourceUrl = clips.Moving, containerFormat = "webM", width = 4096 }, cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.NotEmpty(running);
        Assert.Empty(ProcessesOf(_job));
        Assert.Empty(_job.Blobs);
    }

    private async Task AssertInvalid(string type, object input, bool mayWork = false)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        var failure = await Record.ExceptionAsync(() => _job.Run(type, input, patience.Token));
        if (mayWork && failure is null)
        {
            return;
        }

        var refusal = Assert.IsType<JobFailedException>(failure);
        Assert.Equal((type, JobFailure.Invalid), (type, refusal.Kind));
        Assert.DoesNotContain("/tmp", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("baton-", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("unable to call", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.Message.Length, 20, 400);
    }

    private string Bad(string what) => what switch
    {
        "nothing" => _job.Written("bad"),
        "noise" => _job.Written("bad", Noise(10_000)),
        "html" => _job.Written("bad", "<!doctype html><p>404 Not Found</p>"),
        "svg with entities" => _job.Written("bad", """<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>"""),
        "zip" => _job.Written("bad", [0x50, 0x4B, 0x03, 0x04, .. Noise(500)]),
        "png" => TestPictures.Rings().SaveTo(_job, "bad.png"),
        "truncated png" => Half(TestPictures.Rings().SaveTo(_job, "whole.png")),
        "truncated jpeg" => Half(TestPictures.Rings().SaveTo(_job, "whole.jpg")),
        "truncated gif" => Half(TestPictures.Rings().SaveTo(_job, "whole.gif")),
        "truncated webp" => Half(TestPictures.Rings().SaveTo(_job, "whole.webp")),
        "only a jpeg's magic" => _job.Written("bad", [0xFF, 0xD8, 0xFF, 0xE0, .. Noise(200)]),
        "30000 x 30000 png" => _job.Written("bad", TestPictures.PngClaiming(30_000, 30_000)),
        "65535 x 65535 gif" => _job.Written("bad", Gif(65_535, 65_535, 1)),
        "gif of 2000 frames" => _job.Written("bad", Gif(1, 1, 2_000)),
        "clip" => clips.Moving,
        "sound" => clips.Sound,
        "playlist" => _job.Written("bad", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXTINF:1,\nhttp://169.254.169.254/latest/\n#EXT-X-ENDLIST\n"),
        "playlist that follows an mp4's magic" => _job.Written("bad", "\0\0\0\u0018ftypisom\n#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"),
        "concat script" => _job.Written("bad", "ffconcat version 1.0\nfile /etc/passwd\n"),
        "subtitles" => _job.Written("bad", "1\n00:00:00,000 --> 00:00:09,000\nHello\n"),
        "truncated clip" => Half(clips.Moving),
        "only a clip's magic" => _job.Written("bad", [0, 0, 0, 0x18, .. "ftypmp42"u8, .. Noise(4_000)]),
        "only a matroska's magic" => _job.Written("bad", [0x1A, 0x45, 0xDF, 0xA3, .. Noise(4_000)]),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };

    private string Half(string whole)
    {
        var bytes = File.ReadAllBytes(whole);
        return _job.Written("half", bytes[..(bytes.Length / 2)]);
    }

    private static byte[] Noise(int count)
    {
        var bytes = new byte[count];
        new Random(4711).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A GIF that claims any size; many frames are of one pixel each.</summary>
    private static byte[] Gif(ushort width, ushort height, int frames)
    {
        using var bytes = new MemoryStream();
        bytes.Write("GIF89a"u8);
        var size = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(size, width);
        BinaryPrimitives.WriteUInt16LittleEndian(size.AsSpan(2), height);
        byte[] frameSize = frames == 1 ? size : [1, 0, 1, 0];
        bytes.Write([.. size, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
        for (var frame = 0; frame < frames; frame++)
        {
            bytes.Write([0x21, 0xF9, 4, 0, 5, 0, 0, 0, 0x2C, 0, 0, 0, 0, .. frameSize, 0, 2, 2, 0x44, 1, 0]);
        }

        bytes.WriteByte(0x3B);
        return bytes.ToArray();
    }

    /// <summary>Processes that were started with a path of the job's folder among their arguments, or work there.</summary>
    private static List<int> ProcessesOf(TestJob job) =>
    [
        .. Process.GetProcesses().Select(process => process.Id).Where(id => CommandLine(id).Contains(job.TempDirectory, StringComparison.Ordinal)),
    ];

    private static string CommandLine(int id)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/cmdline"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
