using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Providers;
using Baton.Tests.Docs;
using Xunit;

namespace Baton.Tests.Sandbox;

/// <summary>What becomes of jobs at stand-ins, as a caller meets it over HTTP.</summary>
public sealed partial class SandboxRunTests(SandboxHost host, BatonHost plain) : IClassFixture<SandboxHost>
{
    [Fact]
    public void Server_ThatWasNotAsked_HasNoStandIns()
    {
        var pools = ((ProviderDirectory)plain.Services.GetService(typeof(ProviderDirectory))!).Pools;

        Assert.Equal(["builtin", "images", "speech", "video"], pools.Select(pool => pool.Pool.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Transient_AsOftenAsWasAsked_IsInvisible()
    {
        using var caller = await host.Caller();
        var id = await caller.Submitted($$"""{ "steps": [{{Picture("""{ "fate": "transient", "times": 2 }""")}}] }""", "?wait=90");

        Assert.Equal("succeeded", (await caller.Workflow(id)).GetProperty("status").GetString());
        Assert.Contains("is out of order for the moment, as it was told to be", (await caller.Send("GET", $"{Calls.Workflows}/{id}/explain")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_OfTheGuide_EndsWellAfterItsTwoFailures()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "guides", "sandbox.md"), BatonHost.Stop);
        using var caller = await host.Caller();
        var id = await caller.Submitted($$"""{ "steps": [{{FateOfTheGuide().Match(guide).Groups["step"].Value}}] }""", "?wait=90");

        Assert.Equal("succeeded", (await caller.Workflow(id)).GetProperty("status").GetString());
        Assert.Contains("is out of order for the moment", (await caller.Send("GET", $"{Calls.Workflows}/{id}/explain")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("transient", null, "is out of order for the moment, as it was told to be.")]
    [InlineData("rejected", "no_provider_available", "does not do this, as it was told.")]
    [InlineData("invalid", null, "finds this input bad, as it was told.")]
    [InlineData("blocked", "blocked", "withholds this, as it was told.")]
    public async Task Fate_OfEveryAttempt_EndsTheStepInItsWords(string fate, string? reason, string words)
    {
        var step = await host.Step(Picture($$"""{ "fate": "{{fate}}" }"""));

        Assert.Equal("failed", step.GetProperty("status").GetString());
        var job = step.GetProperty("jobs")[0];
        Assert.EndsWith(words, job.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(reason, job.TryGetProperty("reason", out var told) ? told.GetString() : null);
    }

    [Fact]
    public async Task Crash_OfAWorker_IsMadeGoodWhenTheLeaseHasRunOut()
    {
        using var caller = await host.Caller();
        var id = await caller.Submitted($$"""{ "steps": [{{Picture("""{ "fate": "crash", "times": 1 }""")}}] }""", "?wait=90");

        Assert.Equal("succeeded", (await caller.Workflow(id)).GetProperty("status").GetString());
        Assert.Contains("The worker stopped reporting.", (await caller.Send("GET", $"{Calls.Workflows}/{id}/explain")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hang_OfAWorker_EndsWithTheStepsTime()
    {
        var step = await host.Step($$"""{ "$type": "imageGen", "timeout": "00:00:01", "metadata": { "sandbox": { "fate": "hang" } }, "input": {{Input("a fox")}} }""");

        Assert.Equal("expired", step.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Word_ThatIsRefused_BlocksTheStep()
    {
        var step = await host.Step($$"""{ "$type": "imageGen", "input": {{Input("something Forbidden")}} }""");

        Assert.EndsWith("refuses prompts with 'forbidden'.", step.GetProperty("jobs")[0].GetProperty("blockedReason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fate_OfTheWorkflow_MeetsStepsWithoutOneOfTheirOwn()
    {
        var workflow = await host.Finished(
            $$"""{ "metadata": { "sandbox": { "fate": "invalid" } }, "steps": [{{Picture()}}, {{Picture("""{ "fate": "success" }""")}}] }""");

        Assert.Equal(["failed", "succeeded"], workflow.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Engine_ThatNoStandInHas_IsSaidToBeMissing()
    {
        var step = await host.Step("""{ "$type": "videoGen", "input": { "engine": "mochi", "prompt": "a fox" } }""");

        Assert.Equal("no_provider_available", step.GetProperty("jobs")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Chat_InOpenAisSpelling_StreamsWordByWord()
    {
        using var caller = await host.Caller();

        var answer = await caller.Send("POST", "/v1/chat/completions", """{ "model": "m", "stream": true, "messages": [{ "role": "user", "content": "What is a fox?" }] }""");

        var events = answer.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        var words = events[..^1].SelectMany(one => JsonElement.Parse(one["data: ".Length..]).GetProperty("choices").EnumerateArray())
            .Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var said) ? said.GetString()! : "").Where(word => word.Length > 0).ToList();
        Assert.StartsWith("SANDBOX answer, by no model. You said: \"What is a fox?\"", string.Concat(words), StringComparison.Ordinal);
        Assert.True(words.Count > 10, $"{words.Count} pieces");
    }

    /// <summary>Over several providers, one of which never does its work, and of which the caller sees nothing.</summary>
    [Fact]
    public async Task PictureConvertedToAClip_OverATerribleAndADecentProvider_OnlySucceeds()
    {
        var workflow = await host.Finished(
            """
            { "steps": [
              { "$type": "imageGen", "name": "picture", "input": { "engine": "seedream", "prompt": "a fox", "width": 512, "height": 512, "seed": 3 } },
              { "$type": "convertImage", "name": "small", "input": { "image": { "$ref": "picture", "path": "output.images[0].url" }, "transforms": [{ "type": "resize", "targetWidth": 320 }], "output": { "format": "jpeg" } } },
              { "$type": "videoGen", "name": "clip", "input": { "engine": "vidu-q3", "prompt": "a fox runs", "resolution": "360p", "duration": 1, "seed": 3, "images": [{ "$ref": "small", "path": "output.blob.url" }] } }
            ] }
            """);

        Assert.All(workflow.GetProperty("steps").EnumerateArray(), step => Assert.Equal("succeeded", step.GetProperty("status").GetString()));
        var clip = workflow.GetProperty("steps")[2].GetProperty("output").GetProperty("video");
        Assert.Equal((640, 360), (clip.GetProperty("width").GetInt32(), clip.GetProperty("height").GetInt32()));
        Assert.DoesNotContain("terrible", workflow.GetRawText(), StringComparison.Ordinal);
    }

    [GeneratedRegex("```json\n(?<step>\\{\n  \"\\$type\".*?)```", RegexOptions.Singleline)]
    private static partial Regex FateOfTheGuide();

    private static string Picture(string? wish = null) =>
        $$"""{ "$type": "imageGen"{{(wish is null ? "" : $$""", "metadata": { "sandbox": {{wish}} }""")}}, "input": {{Input("a fox")}} }""";

    private static string Input(string prompt) => $$"""{ "engine": "flux2", "model": "dev", "operation": "createImage", "prompt": "{{prompt}}", "seed": 3 }""";
}
