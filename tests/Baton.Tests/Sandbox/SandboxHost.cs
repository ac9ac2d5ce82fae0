using System.Net.Http.Headers;
using System.Text.Json;
using Baton.Accounts;
using Baton.Providers;
using Baton.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Sandbox;

/// <summary>A whole server with stand-ins, each pair for engines of its own: two that behave, one that is terrible and one that is slower but good.</summary>
public sealed class SandboxHost : IAsyncLifetime
{
    private static readonly string[] Lines =
    [
        "one engine=flux2 type=imageGen,chatCompletion,transcription media=tiny refuse=forbidden",
        "two engine=flux2 media=tiny refuse=forbidden",
        "terrible engine=seedream,vidu-q3 transient=0.6 rejected=0.2 crash=0.2 latency=uniform(10ms,50ms)",
        "decent engine=seedream,vidu-q3 latency=100ms",
    ];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("baton-sandbox-");
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = Lines.Select((line, index) => KeyValuePair.Create($"Sandbox:Providers:{index}", (string?)line))
            .Append(new("Sandbox:AllowFates", "true"))
            .Append(new("Workers:LeaseDuration", "00:00:03"))
            .Append(new("InProcessWorkers:LeaseDuration", "00:10:00"));
        _app = BatonServer.Build(new ServeSettings
        {
            Urls = "http://127.0.0.1:0",
            DataDirectory = _data.FullName,
            Configure = builder =>
            {
                builder.Configuration.AddInMemoryCollection(settings);
                // All cases share the stand-ins, and most of them fail on purpose; breakers have tests of their own.
                builder.Services.AddSingleton(PauseSchedule.Never);
            },
        });
        await _app.StartAsync();
    }

    public async Task<HttpClient> Caller()
    {
        var token = await _app.Services.GetRequiredService<ITokens>().Create(new AccountId("ann"), TokenRole.Caller, "test", null, BatonHost.Stop);
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()), Timeout = TimeSpan.FromMinutes(3) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret);
        return client;
    }

    /// <summary>Runs a workflow to its end.</summary>
    internal async Task<JsonElement> Finished(string body)
    {
        using var caller = await Caller();
        var answer = await caller.Send("POST", $"{Calls.Workflows}?wait=90", body);
        Assert.True((int)answer.Status == 200, answer.Text);
        return answer.Json;
    }

    /// <summary>Runs one step to its end and returns it.</summary>
    internal async Task<JsonElement> Step(string step) => (await Finished($$"""{ "steps": [{{step}}] }""")).GetProperty("steps")[0];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
