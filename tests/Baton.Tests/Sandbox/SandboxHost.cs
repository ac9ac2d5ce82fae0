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

/// <summary>A whole server with the stand-ins of a test.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _data;

    private SandboxHost(WebApplication app, DirectoryInfo data) => (_app, _data) = (app, data);

    public IEnumerable<string> Providers => _app.Services.GetRequiredService<ProviderDirectory>().Pools.Select(pool => pool.Pool.Name);

    public static Task<SandboxHost> Run(params string[] lines) => Run(allowsFates: true, lines);

    public static async Task<SandboxHost> Run(bool allowsFates, params string[] lines)
    {
        var data = Directory.CreateTempSubdirectory("baton-sandbox-");
        var settings = lines.Select((line, index) => KeyValuePair.Create($"Sandbox:Providers:{index}", (string?)line))
            .Append(new("Sandbox:AllowFates", allowsFates ? "true" : "false"))
            .Append(new("InProcessWorkers:LeaseDuration", "00:00:03"))
            .Append(new("InProcessWorkers:ProgressInterval", "00:00:00.100"));
        var app = BatonServer.Build(new ServeSettings
        {
            Urls = "http://127.0.0.1:0",
            DataDirectory = data.FullName,
            Configure = builder => builder.Configuration.AddInMemoryCollection(settings),
        });
        await app.StartAsync(BatonHost.Stop);
        return new SandboxHost(app, data);
    }

    public async Task<HttpClient> Caller()
    {
        var token = await _app.Services.GetRequiredService<ITokens>().Create(new AccountId("ann"), TokenRole.Caller, "test", null, BatonHost.Stop);
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret);
        return client;
    }

    /// <summary>Runs a workflow to its end.</summary>
    public async Task<JsonElement> Finished(string body)
    {
        using var caller = await Caller();
        var answer = await caller.Send("POST", $"{Calls.Workflows}?wait=90", body);
        Assert.True((int)answer.Status == 200, answer.Text);
        return answer.Json;
    }

    /// <summary>Runs one step to its end and returns it.</summary>
    public async Task<JsonElement> Step(string step) => (await Finished($$"""{ "steps": [{{step}}] }""")).GetProperty("steps")[0];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
