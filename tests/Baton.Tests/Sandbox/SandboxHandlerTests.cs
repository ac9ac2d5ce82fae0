using System.Text.Json;
using Baton.Client.Workers;
using Baton.Providers;
using Baton.Providers.Images;
using Baton.Providers.Sandbox;
using Baton.Providers.Tools;
using Baton.Recipes;
using Baton.Schemas;
using Baton.Tests.Providers;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Baton.Tests.Sandbox;

/// <summary>What a stand-in does with one job.</summary>
public sealed class SandboxHandlerTests : IDisposable
{
    private readonly TestJob _job = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData("imageGen", """{"engine":"flux2","prompt":"a fox","seed":1,"quantity":2}""")]
    [InlineData("textToImage", """{"prompt":"a fox","width":64,"height":64}""")]
    [InlineData("comfy", """{"comfyWorkflow":{"1":{"classType":"A","inputs":{"text":"a fox","seed":1}}}}""")]
    [InlineData("chatCompletion", """{"model":"m","n":2,"messages":[{"role":"user","content":[{"type":"text","text":"a fox"}]}]}""")]
    [InlineData("chatCompletion", """{"model":"m","messages":[{"role":"user","content":"say \"a\" and \\"}],"responseFormat":{"type":"json_object"}}""")]
    [InlineData("echo", """{"message":"a fox"}""")]
    public async Task StepType_OfTheCatalogue_HasAStandInWhoseOutputIsWhatTheRecipePromises(string type, string input) =>
        MeetsItsRecipe(type, await Run(type, input, "all media=tiny"));

    [Fact]
    public async Task Clips_AsManyAsWereAskedFor_AreMadeAndADraftLeavesACache()
    {
        var output = await Run("videoGen", """{"engine":"flux","prompt":"a fox","seed":1,"quantity":2,"draft":true}""", "all media=tiny");

        MeetsItsRecipe("videoGen", output);
        Assert.Single(output.GetProperty("additionalVideos").EnumerateArray());
        Assert.True(output.TryGetProperty("draftCache", out _));
        Assert.Equal(["video/mp4", "video/mp4", "application/octet-stream"], _job.Blobs.Select(blob => blob.ContentType));
        Assert.NotEqual(await File.ReadAllBytesAsync(_job.Blobs[0].Path, BatonHost.Stop), await File.ReadAllBytesAsync(_job.Blobs[1].Path, BatonHost.Stop));
    }

    [Fact]
    public async Task Recording_IsHeardTheSameEachTimeAndAnotherDifferently()
    {
        var (one, other) = (_job.Written("one.wav", "one"), _job.Written("other.wav", "other"));

        var heard = await Run("transcription", $$"""{"mediaUrl":"{{one}}"}""", "all");

        MeetsItsRecipe("transcription", heard);
        Assert.StartsWith("SANDBOX transcript:", heard.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(14, heard.GetProperty("timeStamps").GetArrayLength());
        Assert.Equal(heard.GetRawText(), (await Run("transcription", $$"""{"mediaUrl":"{{one}}"}""", "all")).GetRawText());
        Assert.NotEqual(heard.GetProperty("text").GetString(), (await Run("transcription", $$"""{"mediaUrl":"{{other}}","returnTimeStamps":false}""", "all")).GetProperty("text").GetString());
    }

    [Fact]
    public async Task Chat_ThatAsksForJson_GetsJsonWithItsQuestionInIt()
    {
        var output = await Run("chatCompletion", """{"model":"m","messages":[{"role":"user","content":"say \"a\""}],"responseFormat":{"type":"json_object"}}""", "all");

        Assert.Equal("say \"a\"", output.GetProperty("parsed").GetProperty("asked").GetString());
    }

    [Fact]
    public async Task Clip_WithoutFfmpeg_IsLeftToOthersInWords()
    {
        using var job = new TestJob(("Ffmpeg", "/nowhere/ffmpeg"));

        var failed = await Assert.ThrowsAsync<JobFailedException>(() => Handler("videoGen", "all media=tiny", allowsFates: true, job).Run(JsonElement.Parse("""{"engine":"wan","prompt":"a fox"}"""), job, BatonHost.Stop));

        Assert.Equal((JobFailure.Rejected, "ffmpeg is not installed on the provider's machine."), (failed.Kind, failed.Message));
    }

    [Theory]
    [InlineData("""{"fate":"transient"}""", JobFailure.Transient)]
    [InlineData("""{"fate":"Rejected"}""", JobFailure.Rejected)]
    [InlineData("""{"fate":"blocked","times":1}""", JobFailure.Blocked)]
    [InlineData("""{"fate":"invalid","provider":"all"}""", JobFailure.Invalid)]
    public async Task Wish_ThatIsAllowed_ComesTrue(string wish, JobFailure kind)
    {
        _job.Metadata = JsonElement.Parse($$"""{"sandbox":{{wish}}}""");

        Assert.Equal(kind, (await Assert.ThrowsAsync<JobFailedException>(() => Picture("all media=none"))).Kind);
    }

    [Theory]
    [InlineData("""{"fate":"invalid","times":0}""")]
    [InlineData("""{"fate":"invalid","times":2}""")]
    [InlineData("""{"fate":"invalid","provider":"another"}""")]
    [InlineData("""{"fate":"success"}""")]
    public async Task Wish_ForOtherAttempts_ChangesNothing(string wish)
    {
        _job.Attempt = 3;
        _job.Metadata = JsonElement.Parse($$"""{"sandbox":{{wish}}}""");

        await Picture("all media=none");
    }

    [Fact]
    public async Task Wish_ThatTheOperatorDoesNotAllow_IsIgnored()
    {
        _job.Metadata = JsonElement.Parse("""{"sandbox":{"fate":"invalid"}}""");

        await Handler("imageGen", "all media=none", allowsFates: false).Run(JsonElement.Parse("{}"), _job, BatonHost.Stop);
    }

    [Fact]
    public async Task Crash_ReportsNothing()
    {
        _job.Metadata = JsonElement.Parse("""{"sandbox":{"fate":"crash"}}""");

        await Assert.ThrowsAsync<JobAbandonedException>(() => Picture("all"));
    }

    [Theory]
    [InlineData("\"crash\"", "metadata.sandbox: \"crash\" is not valid. Allowed: an object with fate, times, provider or latency.")]
    [InlineData("""{"fate":"transiant"}""", "metadata.sandbox.fate: \"transiant\" is not valid. Allowed: success, transient, rejected, blocked, invalid, crash, hang.")]
    [InlineData("""{"times":-1}""", "metadata.sandbox.times: -1 is not valid.")]
    [InlineData("""{"provider":7}""", "metadata.sandbox.provider: 7 is not valid.")]
    [InlineData("""{"latency":5}""", "metadata.sandbox.latency: 5 is not valid. Allowed: a duration such as 200ms, 5s or 2m.")]
    [InlineData("""{"fates":"crash"}""", "metadata.sandbox.fates: \"crash\" is not valid.")]
    public async Task Wish_ThatCannotBeRead_IsToldAndNotIgnored(string wish, string words)
    {
        _job.Metadata = JsonElement.Parse($$"""{"sandbox":{{wish}}}""");

        var failed = await Assert.ThrowsAsync<JobFailedException>(() => Picture("all"));

        Assert.Equal(JobFailure.Invalid, failed.Kind);
        Assert.StartsWith(words, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_TakesTheTimeThatWasAskedForAndSaysHowFarItIs()
    {
        _job.Metadata = JsonElement.Parse("""{"sandbox":{"latency":"3s"}}""");

        var running = Picture("all media=none");
        Assert.False(running.IsCompleted);
        await Ended(running, TimeSpan.FromSeconds(1));

        Assert.Equal([0.3, 0.6, 0.9], _job.Progress.Select(progress => Math.Round(progress, 3)));
    }

    [Fact]
    public async Task Result_OfASlowDownload_KeepsTheJobWaiting()
    {
        var running = Run("chatCompletion", """{"model":"m","messages":[{"role":"user","content":"a fox"}]}""", "all firstbyte=1s download=10kB");
        Assert.False(running.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(running.IsCompleted);
        await Ended(running, TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public async Task Hang_LastsUntilTheJobIsNotWantedAnyMore()
    {
        using var unwanted = new CancellationTokenSource();
        _job.Metadata = JsonElement.Parse("""{"sandbox":{"fate":"hang"}}""");

        var running = Handler("imageGen", "all", allowsFates: true).Run(JsonElement.Parse("{}"), _job, unwanted.Token);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.False(running.IsCompleted);

        await unwanted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>Lets time pass until the job has ended.</summary>
    private async Task Ended(Task running, TimeSpan step)
    {
        while (!running.IsCompleted)
        {
            _time.Advance(step);
            await Task.Yield();
        }

        await running;
    }

    private static void MeetsItsRecipe(string type, JsonElement output)
    {
        var findings = new Findings();
        StandardRecipes.All.Single(recipe => recipe.Type == type).Output.Validate(output, new JsonPlace(), new ValidationRules { UnknownMembersRefused = true }, findings);
        Assert.Empty(findings.Faults);
    }

    private Task<JsonElement> Picture(string line) => Run("imageGen", """{"engine":"flux2","prompt":"a fox","seed":1}""", line);

    private Task<JsonElement> Run(string type, string input, string line) => Handler(type, line, allowsFates: true).Run(JsonElement.Parse(input), _job, BatonHost.Stop);

    private SandboxHandler Handler(string type, string line, bool allowsFates, TestJob? other = null)
    {
        var job = other ?? _job;
        var pictures = new SandboxPictures(job.Service<PictureReader>(), job.Service<PictureLimits>(), job.Service<PictureJob>());
        var clips = new SandboxClips(pictures, job.Service<PictureJob>(), job.Service<ConfinedTools>(), job.Service<IOptions<MediaOptions>>());
        return new SandboxHandler(type, SandboxLine.Read(line), allowsFates, new SandboxStudio(pictures, clips, _time), _time);
    }
}
