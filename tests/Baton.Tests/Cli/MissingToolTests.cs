using System.Net.Http.Headers;
using Baton.Commands;
using Xunit;

namespace Baton.Tests.Cli;

/// <summary>The real server on a machine without ffmpeg and espeak-ng, and with a home folder of its own.</summary>
public sealed class MissingToolTests
{
    [Fact]
    public async Task Server_WithoutItsTools_TakesOnlyTheirRecipesOut()
    {
        await using var server = new ServerProcess { Variables = { ["PATH"] = "/nowhere", ["DOTNET_ROOT"] = BatonProgram.DotnetRoot() } };
        await server.InitializeAsync();
        using var caller = Caller(server);

        var speech = await caller.Send("POST", Calls.Workflows + "?wait=30", """{ "steps": [{ "$type": "textToSpeech", "input": { "text": "Hello." } }] }""");
        var recipe = await caller.Send("POST", "/v2/consumer/recipes/textToSpeech", """{ "text": "Hello." }""");
        var echo = await caller.Send("POST", Calls.Workflows + "?wait=30", Calls.Echo());

        var job = speech.Json.GetProperty("steps")[0].GetProperty("jobs")[0];
        Assert.Equal("failed", speech.Json.GetProperty("status").GetString());
        Assert.Equal("no_provider_available", job.GetProperty("reason").GetString());
        Assert.Contains("apt-get install", job.GetProperty("detail").GetString(), StringComparison.Ordinal);
        recipe.IsProblem(503, "no-provider-available");
        Assert.Equal("succeeded", echo.Json.GetProperty("status").GetString());
        Assert.Contains(server.Output, line => line.Contains("speech", StringComparison.Ordinal) && line.Contains("espeak-ng", StringComparison.Ordinal));
    }

    /// <summary>Each of them alone is missing; everything else that this machine has is found.</summary>
    [Theory]
    [InlineData("ffmpeg", "video", """{ "$type": "videoMetadata", "input": { "video": "https://example.com/clip.mp4" } }""", """{ "$type": "textToSpeech", "input": { "text": "Hello." } }""")]
    [InlineData("espeak-ng", "speech", """{ "$type": "textToSpeech", "input": { "text": "Hello." } }""", """{ "$type": "echo", "input": { "message": "x" } }""")]
    public async Task Tool_ThatAloneIsMissing_TakesOnlyItsRecipesOutAndIsNamed(string missing, string provider, string lost, string kept)
    {
        var folder = Directory.CreateTempSubdirectory("baton-path-");
        foreach (var tool in ((string[])["ffmpeg", "ffprobe", "espeak-ng", "prlimit", "setpriv"]).Where(tool => tool != missing))
        {
            File.CreateSymbolicLink(Path.Combine(folder.FullName, tool), Found(tool));
        }

        using var baton = new BatonProgram { Path = folder.FullName };
        var doctor = await baton.Run("doctor", "--urls", "http://127.0.0.1:0");
        await using var server = new ServerProcess { Variables = { ["PATH"] = folder.FullName, ["DOTNET_ROOT"] = BatonProgram.DotnetRoot() } };
        await server.InitializeAsync();
        using var caller = Caller(server);

        var without = (await caller.Send("POST", Calls.Workflows + "?wait=30", $$"""{ "steps": [{{lost}}] }""")).Json;
        var with = (await caller.Send("POST", Calls.Workflows + "?wait=30", $$"""{ "steps": [{{kept}}] }""")).Json;

        Assert.Equal("failed", without.GetProperty("status").GetString());
        Assert.Equal("no_provider_available", without.GetProperty("steps")[0].GetProperty("jobs")[0].GetProperty("reason").GetString());
        Assert.Equal("succeeded", with.GetProperty("status").GetString());
        Assert.Contains(missing, Assert.Single(server.Output, line => line.StartsWith($"{provider} ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, doctor.ExitCode);
        var finding = Assert.Single(doctor.StandardOutput.Split('\n'), line => line.StartsWith("missing", StringComparison.Ordinal));
        Assert.Matches($"^missing +{provider} .*{missing}.*apt-get install {missing}", finding);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Server_ThatStarts_LeavesNothingInTheHomeFolder()
    {
        var home = Directory.CreateTempSubdirectory("baton-home-");
        await using (var server = new ServerProcess { Variables = { ["HOME"] = home.FullName } })
        {
            await server.InitializeAsync();
            using var caller = Caller(server);
            await caller.Submitted(Calls.Echo());
        }

        Assert.Empty(home.EnumerateFileSystemInfos());
        home.Delete();
    }

    private static string Found(string tool) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, tool)).First(File.Exists);

    private static HttpClient Caller(ServerProcess server) => new()
    {
        BaseAddress = new Uri(server.Url),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", server.Token) },
    };
}
