using System.Text;
using System.Text.Json;
using Baton.Tests.Cli;
using Baton.Tests.Crashes;
using Xunit;

namespace Baton.Tests.Providers;

/// <summary>The real executable on a machine without tools: what needs them ends at once and says why, everything else works.</summary>
public sealed class MissingToolTests
{
    [Fact]
    public async Task Job_WhoseToolIsMissing_HasNoProvider_AndTheOthersAreDone()
    {
        await using var server = new KillableServer { Variables = { ["PATH"] = "/nowhere", ["DOTNET_ROOT"] = BatonProgram.DotnetRoot() } };
        await server.Start(BatonHost.Stop);
        using var caller = server.Caller();

        var spoken = await Run(caller, """{"$type":"textToSpeech","input":{"engine":"custom","text":"Hello."}}""");
        var echoed = await Run(caller, """{"$type":"echo","input":{"message":"Hello."}}""");

        Assert.Equal(("failed", "succeeded"), (spoken.GetProperty("status").GetString(), echoed.GetProperty("status").GetString()));
        Assert.Equal("no_provider_available", spoken.GetProperty("steps")[0].GetProperty("jobs")[0].GetProperty("reason").GetString());
    }

    private static async Task<JsonElement> Run(HttpClient caller, string step)
    {
        using var body = new StringContent($$"""{"steps":[{{step}}]}""", Encoding.UTF8, "application/json");
        using var answer = await caller.PostAsync(new Uri($"{Calls.Workflows}?wait=60", UriKind.Relative), body, BatonHost.Stop);
        answer.EnsureSuccessStatusCode();
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(BatonHost.Stop));
    }
}
