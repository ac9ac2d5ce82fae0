using System.Net.Http.Headers;
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

    private static HttpClient Caller(ServerProcess server) => new()
    {
        BaseAddress = new Uri(server.Url),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", server.Token) },
    };
}
