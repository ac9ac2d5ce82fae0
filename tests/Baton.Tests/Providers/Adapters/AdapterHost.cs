using System.Net.Http.Headers;
using Baton.Accounts;
using Baton.Providers;
using Baton.Recipes;
using Baton.Schemas;
using Baton.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Baton.Tests.Providers.Adapters;

/// <summary>A whole server with services outside, configured as an operator would.</summary>
internal sealed class AdapterHost : IAsyncDisposable
{
    /// <summary>A machine that is busy with tests may answer late.</summary>
    private const string PatientReach = "00:01:00";

    private static readonly string[] Types = ["chatCompletion", "comfy", "imageGen", "textToImage", "transcription", "videoGen"];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("baton-adapters-");
    private readonly WebApplication _app;

    private AdapterHost(ILoggerProvider? logs, (string Key, string Value)[] settings) => _app = BatonServer.Build(new ServeSettings
    {
        Urls = "http://127.0.0.1:0",
        DataDirectory = _data.FullName,
        Configure = builder =>
        {
            builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
            builder.Logging.SetMinimumLevel(LogLevel.None);
            if (logs is not null)
            {
                // As much as an operator can ask for, by what he would set for that.
                builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Logging:LogLevel:Default", (string?)"Trace")]);
                builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
            }

            // All cases share the providers, and most of them fail on purpose; breakers have tests of their own.
            builder.Services.AddSingleton(PauseSchedule.Never);
            var missing = Types.Where(type => StandardRecipes.All.All(recipe => recipe.Type != type));
            builder.Services.AddSingleton(new RecipeCatalogue(StandardRecipes.All.Concat(missing.Select(type => new Recipe(type, Schema.Anything, Schema.Anything)))));
        },
    });

    public Uri Url => new(_app.Urls.First());

    public IServiceProvider Services => _app.Services;

    public static Task<AdapterHost> Run(params (string Key, string Value)[] settings) => Run(null, settings);

    /// <param name="logs">Gets all that the server logs; null lets it log nothing.</param>
    public static async Task<AdapterHost> Run(ILoggerProvider? logs, params (string Key, string Value)[] settings)
    {
        var host = new AdapterHost(logs, settings);
        await host._app.StartAsync(BatonHost.Stop);
        return host;
    }

    public async Task<HttpClient> Caller(string account = "ann", TokenRole role = TokenRole.Caller)
    {
        var token = await Services.GetRequiredService<ITokens>().Create(new AccountId(account), role, "test", null, BatonHost.Stop);
        var client = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromMinutes(3) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }

    /// <summary>Settings of one provider.</summary>
    public static (string, string)[] Provider(string name, string kind, Uri url, params (string Key, string Value)[] more) =>
    [
        ($"Providers:{name}:Kind", kind), ($"Providers:{name}:Url", url.ToString()), ($"Providers:{name}:Key", ProtocolServer.Key), ($"Providers:{name}:PollInterval", "00:00:00.050"),
        .. more.Prepend((Key: "ReachTimeout", Value: PatientReach)).ToLookup(setting => setting.Key, setting => setting.Value).Select(setting => ($"Providers:{name}:{setting.Key}", setting.Last())),
    ];
}
