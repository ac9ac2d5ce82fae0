using System.Text.Json;
using Xunit;

namespace Baton.Tests.Sandbox;

/// <summary>What stand-ins do, as a caller meets it over HTTP.</summary>
public sealed class SandboxFateTests(BatonHost plain)
{
    [Fact]
    public void Server_ThatWasNotAsked_HasNoStandIns()
    {
        var pools = plain.Services.GetService(typeof(Baton.Providers.ProviderDirectory)) as Baton.Providers.ProviderDirectory;

        Assert.Equal(["builtin", "images", "speech", "video"], pools!.Pools.Select(pool => pool.Pool.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Server_ThatWasAsked_HasTwoForEveryEngine()
    {
        var data = Directory.CreateTempSubdirectory("baton-sandbox-");
        await using (var app = Baton.Serving.BatonServer.Build(new Baton.Serving.ServeSettings { Urls = "http://127.0.0.1:0", DataDirectory = data.FullName, Sandbox = true }))
        {
            await app.StartAsync(BatonHost.Stop);
            var directory = (Baton.Providers.ProviderDirectory)app.Services.GetService(typeof(Baton.Providers.ProviderDirectory))!;
            var input = JsonElement.Parse("""{"engine":"any","prompt":"a"}""");
            Assert.Equal(["sandbox", "sandbox-spare"], directory.ViableFor(new("imageGen", input)).Select(id => id.Value).Order(StringComparer.Ordinal));
            await app.StopAsync(BatonHost.Stop);
        }

        data.Delete(recursive: true);
    }

    [Fact]
    public async Task Transient_AtOneOfTwoProviders_IsInvisible()
    {
        await using var host = await SandboxHost.Run("bad media=tiny transient=1", "good media=tiny latency=200ms");

        var step = await host.Step(Picture());

        Assert.Equal("succeeded", step.GetProperty("status").GetString());
        Assert.Single(step.GetProperty("output").GetProperty("images").EnumerateArray());
    }

    [Fact]
    public async Task Transient_AsOftenAsWasAsked_EndsWell()
    {
        await using var host = await SandboxHost.Run("one media=tiny", "two media=tiny");

        var step = await host.Step(Picture("""{ "fate": "transient", "times": 2 }"""));

        Assert.Equal("succeeded", step.GetProperty("status").GetString());
        using var caller = await host.Caller();
        var workflow = (await caller.Send("GET", Calls.Workflows)).Json.GetProperty("items")[0].GetProperty("id").GetString();
        var explained = await caller.Send("GET", $"{Calls.Workflows}/{workflow}/explain");
        Assert.Equal(2, explained.Text.Split("is out of order for the moment, as it was told to be").Length - 1);
    }

    [Theory]
    [InlineData("transient", "failed", "provider_error", "is out of order for the moment")]
    [InlineData("rejected", "failed", "no_provider_available", "does not do this")]
    [InlineData("invalid", "failed", null, "finds this input bad")]
    [InlineData("blocked", "failed", "blocked", "withholds this")]
    public async Task Fate_OfEveryAttempt_EndsTheStepInItsWords(string fate, string status, string? reason, string words)
    {
        await using var host = await SandboxHost.Run("one media=tiny");

        var step = await host.Step(Picture($$"""{ "fate": "{{fate}}" }"""));

        Assert.Equal(status, step.GetProperty("status").GetString());
        Assert.Contains(words, step.GetRawText(), StringComparison.Ordinal);
        if (reason is not null)
        {
            Assert.Contains($"\"{reason}\"", step.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Crash_OfAWorker_IsMadeGoodWhenTheLeaseHasRunOut()
    {
        await using var host = await SandboxHost.Run("one media=tiny", "two media=tiny");

        var step = await host.Step(Picture("""{ "fate": "crash", "times": 1 }"""));

        Assert.Equal("succeeded", step.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Hang_OfAWorker_EndsWithTheStepsTime()
    {
        await using var host = await SandboxHost.Run("one media=tiny");

        var step = await host.Step($$"""{ "$type": "imageGen", "timeout": "00:00:02", "metadata": { "sandbox": { "fate": "hang" } }, "input": {{Input()}} }""");

        Assert.Equal("expired", step.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Word_ThatIsRefused_BlocksTheStep()
    {
        await using var host = await SandboxHost.Run("one media=tiny refuse=fox");

        var step = await host.Step(Picture());

        Assert.Contains("refuses prompts with 'fox'", step.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("\"blocked\"", step.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fate_ThatTheOperatorDoesNotAllow_IsIgnored()
    {
        await using var host = await SandboxHost.Run(allowsFates: false, "one media=tiny");

        Assert.Equal("succeeded", (await host.Step(Picture("""{ "fate": "invalid" }"""))).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Fate_ThatIsMisspelt_IsToldAndNotIgnored()
    {
        await using var host = await SandboxHost.Run("one media=tiny");

        var step = await host.Step(Picture("""{ "fate": "transiant" }"""));

        Assert.Contains("Allowed: success, transient, rejected, blocked, invalid, crash, hang.", step.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fate_OfTheWorkflow_MeetsStepsWithoutOneOfTheirOwn()
    {
        await using var host = await SandboxHost.Run("one media=tiny");

        var workflow = await host.Finished(
            $$"""{ "metadata": { "sandbox": { "fate": "invalid" } }, "steps": [{{Picture()}}, {{Picture("""{ "fate": "success" }""")}}] }""");

        Assert.Equal(["failed", "succeeded"], workflow.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Engine_ThatNoStandInHas_IsSaidToBeMissing()
    {
        await using var host = await SandboxHost.Run("one engine=flux2");

        var step = await host.Step("""{ "$type": "videoGen", "input": { "engine": "vidu-q3", "prompt": "a fox" } }""");

        Assert.Contains("no_provider_available", step.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("flux2", step.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_AndTranscript_SayWhatTheyAre()
    {
        await using var host = await SandboxHost.Run("one");

        var chat = await host.Step("""{ "$type": "chatCompletion", "input": { "model": "m", "messages": [{ "role": "user", "content": "What is a fox?" }] } }""");
        var heard = await host.Step("""{ "$type": "transcription", "input": { "mediaUrl": "data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=" } }""");

        Assert.Contains("SANDBOX answer, by no model. You said: \\\"What is a fox?\\\"", chat.GetRawText(), StringComparison.Ordinal);
        Assert.StartsWith("SANDBOX transcript:", heard.GetProperty("output").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Issue 4: a workflow over several providers, one of which is terrible, of which its caller sees nothing.</summary>
    [Fact]
    public async Task PictureConvertedToAClip_OverATerribleAndAGoodProvider_OnlySucceeds()
    {
        await using var host = await SandboxHost.Run(
            "terrible transient=0.6 rejected=0.2 crash=0.2 latency=uniform(10ms,50ms) media=full", "good latency=100ms media=full");

        var workflow = await host.Finished(
            """
            { "steps": [
              { "$type": "imageGen", "name": "picture", "input": { "engine": "flux2", "model": "dev", "operation": "createImage", "prompt": "a fox", "width": 512, "height": 512, "seed": 3 } },
              { "$type": "convertImage", "name": "small", "input": { "image": { "$ref": "picture", "path": "output.images[0].url" }, "transforms": [{ "type": "resize", "targetWidth": 320 }], "output": { "format": "jpeg" } } },
              { "$type": "videoGen", "name": "clip", "input": { "engine": "wan", "version": "v2.1", "provider": "civitai", "prompt": "a fox runs", "cfgScale": 4, "width": 320, "height": 180, "duration": 1, "seed": 3, "images": [{ "$ref": "small", "path": "output.blob.url" }] } }
            ] }
            """);

        Assert.Equal("succeeded", workflow.GetProperty("status").GetString());
        Assert.All(workflow.GetProperty("steps").EnumerateArray(), step => Assert.Equal("succeeded", step.GetProperty("status").GetString()));
        Assert.Equal(320, workflow.GetProperty("steps")[2].GetProperty("output").GetProperty("video").GetProperty("width").GetInt32());
        Assert.DoesNotContain("terrible", workflow.GetRawText(), StringComparison.Ordinal);
    }

    private static string Picture(string? wish = null) =>
        $$"""{ "$type": "imageGen"{{(wish is null ? "" : $$""", "metadata": { "sandbox": {{wish}} }""")}}, "input": {{Input()}} }""";

    private static string Input() => """{ "engine": "flux2", "model": "dev", "operation": "createImage", "prompt": "a fox", "seed": 3 }""";
}
