using Baton.Accounts;
using Baton.Serving;

namespace Baton.WorkerChecks;

/// <summary>A server of its own for the checks, without providers in it: all jobs are the worker's. It can be stopped and started again.</summary>
internal sealed class CheckServer : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("baton-worker-check-");
    private readonly CheckPlan _plan;
    private WebApplication _app;

    private CheckServer(CheckPlan plan, Wire wire)
    {
        _plan = plan;
        Wire = wire;
        _app = Build(plan.Urls);
    }

    public Wire Wire { get; }

    public Uri Url { get; private set; } = null!;

    public string WorkerToken { get; private set; } = "";

    public string CallerToken { get; private set; } = "";

    public static async Task<CheckServer> Start(CheckPlan plan, TimeProvider time, CancellationToken cancellationToken)
    {
        var server = new CheckServer(plan, new Wire(time));
        await server._app.StartAsync(cancellationToken);
        server.Url = new Uri(server._app.Urls.First());
        server.WorkerToken = await server.Token(TokenRole.Worker, cancellationToken);
        server.CallerToken = await server.Token(TokenRole.Caller, cancellationToken);
        return server;
    }

    /// <summary>Stops the server and starts it again at the same address with the same data.</summary>
    public async Task Restart(CancellationToken cancellationToken)
    {
        await _app.StopAsync(cancellationToken);
        await _app.DisposeAsync();
        _app = Build(Url.GetLeftPart(UriPartial.Authority));
        await _app.StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private async Task<string> Token(TokenRole role, CancellationToken cancellationToken) =>
        (await _app.Services.GetRequiredService<ITokens>().Create(new AccountId("check"), role, "worker-check", null, cancellationToken)).Secret;

    private WebApplication Build(string urls) => BatonServer.Build(new ServeSettings
    {
        Urls = urls,
        DataDirectory = _data.FullName,
        WithProviders = false,
        Configure = builder =>
        {
            builder.Configuration.AddInMemoryCollection(
            [
                new("Workers:LeaseDuration", _plan.Lease.ToString("c")),
                new("WakeUps:Interval", "00:00:00.100"),
                new("Logging:LogLevel:Default", "None"),
            ]);
            builder.Services.AddSingleton<IStartupFilter>(Wire);
        },
    });
}
