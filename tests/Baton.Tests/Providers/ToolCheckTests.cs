using Microsoft.Extensions.Options;
using Xunit;

namespace Baton.Tests.Providers;

public sealed class ToolCheckTests
{
    [Theory]
    [InlineData("builtin", 16, "echo modelHash blobArchive")]
    [InlineData("images", 2, "convertImage imageUpscaler mediaHash")]
    [InlineData("video", 2, "videoMetadata videoFrameExtraction transcode")]
    [InlineData("speech", 2, "textToSpeech")]
    public async Task EveryPool_OnAMachineWithItsTools_IsPresent(string name, int slots, string types)
    {
        using var job = new TestJob();
        var pool = job.Pool(name);

        var check = await pool.Check(TestContext.Current.CancellationToken);

        Assert.True(check.Present, check.Words);
        Assert.Equal(slots, pool.Slots);
        Assert.Equal(types.Split(' '), pool.Handlers.Select(handler => handler.Type));
    }

    [Theory]
    [InlineData("images", "libvips 8.")]
    [InlineData("video", "ffmpeg ")]
    [InlineData("speech", "espeak-ng 1.")]
    public async Task AFoundTool_TellsItsVersion(string name, string version)
    {
        using var job = new TestJob();

        var check = await job.Pool(name).Check(TestContext.Current.CancellationToken);

        Assert.StartsWith(version, check.Version, StringComparison.Ordinal);
        Assert.Contains(check.Version!, check.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("video", "Ffmpeg", "apt-get install ffmpeg", "transcode")]
    [InlineData("video", "Prlimit", "apt-get install util-linux", "transcode")]
    [InlineData("speech", "Espeak", "apt-get install espeak-ng", "textToSpeech")]
    public async Task AMissingTool_IsNamed_WithWhatItTakesOutAndHowToInstallIt(string name, string tool, string install, string takesOut)
    {
        using var job = new TestJob((tool, "/nowhere/tool"));

        var check = await job.Pool(name).Check(TestContext.Current.CancellationToken);

        Assert.False(check.Present);
        Assert.Null(check.Version);
        Assert.Contains("/nowhere/tool", check.Words, StringComparison.Ordinal);
        Assert.Contains(install, check.Words, StringComparison.Ordinal);
        Assert.Contains(takesOut, check.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void ABadLimit_StopsTheStart_AndNamesItself()
    {
        using var job = new TestJob(("VideoSlots", "0"));

        var failure = Assert.Throws<OptionsValidationException>(() => job.Pool("video"));

        Assert.Contains("VideoSlots", failure.Message, StringComparison.Ordinal);
    }
}
