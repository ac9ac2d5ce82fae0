using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;
using Baton.Accounts;
using Baton.Blobs;
using Baton.Client.Workers;
using Baton.Hosting;
using Baton.Offers;
using Baton.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Baton.Tests;

/// <summary>A server with one slot for echo jobs, each of which runs until the test says how it ends.</summary>
internal sealed class HeldHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _data;

    private HeldHost(WebApplication app, DirectoryInfo data, HeldJobs jobs) => (_app, _data, Jobs) = (app, data, jobs);

    public HeldJobs Jobs { get; }

    public static Task<HeldHost> Run() => Run(slots: 1, []);

    /// <param name="slots">How many echo jobs are held here; 0 leaves them all to others.</param>
    /// <param name="configure">Replaces parts, for faults that nothing outside can cause.</param>
    public static Task<HeldHost> Run(int slots, IEnumerable<KeyValuePair<string, string?>> settings, Action<IServiceCollection>? configure = null) =>
        Run(slots, settings, Directory.CreateTempSubdirectory("baton-held-"), "http://127.0.0.1:0", configure);

    private static async Task<HeldHost> Run(int slots, IEnumerable<KeyValuePair<string, string?>> settings, DirectoryInfo data, string url, Action<IServiceCollection>? configure = null)
    {
        var jobs = new HeldJobs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("Storage:Directory", data.FullName), .. settings]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(url);
        builder.Services.AddSqliteStorage().AddBlobs();
        if (slots > 0)
        {
            builder.Services.AddSingleton(new HandlerPool("held", slots, [jobs], _ => Task.FromResult(new ToolCheck(true, null, "Needs no tool."))));
        }

        builder.AddEngine();
        builder.Services.AddBatonApi();
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapBatonApi();
        await app.StartAsync(BatonHost.Stop);
        return new HeldHost(app, data, jobs);
    }

    public IServiceProvider Services => _app.Services;

    /// <summary>Somebody without a token.</summary>
    public HttpClient Anonymous() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(_app.Urls.First()) };

    public Task<HttpClient> Caller(string account) => With(account, TokenRole.Caller);

    public async Task<HttpClient> With(string account, TokenRole role)
    {
        var token = await _app.Services.GetRequiredService<ITokens>().Create(new AccountId(account), role, "test", null, BatonHost.Stop);
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret);
        return client;
    }

    /// <summary>Waits until so many workers wait at a provider's queue.</summary>
    public async Task UntilWaiting(string provider, int workers)
    {
        var queue = Services.GetRequiredService<IGrainFactory>().GetGrain<IProviderQueueGrain>(provider);
        while ((await queue.Figures()).WorkersWaiting < workers)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, BatonHost.Stop);
        }
    }

    /// <summary>The server again, on the same data and address, as after an operator's restart. Nothing of the old one is left in memory.</summary>
    public async Task<HeldHost> Restart(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var url = _app.Urls.First();
        Jobs.ReleaseAll();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Jobs.Dispose();
        return await Run(slots: 0, settings, _data, url);
    }

    public async ValueTask DisposeAsync()
    {
        Jobs.ReleaseAll();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Jobs.Dispose();
        _data.Delete(recursive: true);
    }
}

/// <summary>Holds every job until it is told how to end.</summary>
internal sealed class HeldJobs : IJobHandler, IDisposable
{
    private readonly Channel<HeldJob> _started = Channel.CreateUnbounded<HeldJob>();
    private readonly CancellationTokenSource _over = new();

    public string Type => "echo";

    /// <summary>The next job that a worker took up.</summary>
    public ValueTask<HeldJob> Next() => _started.Reader.ReadAsync(BatonHost.Stop);

    public void ReleaseAll() => _over.Cancel();

    public void Dispose() => _over.Dispose();

    public async Task<JsonElement> Run(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var job = new HeldJob(context, input);
        _started.Writer.TryWrite(job);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        try
        {
            return await job.End.Task.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            job.Stopped.TrySetResult();
            throw;
        }
    }
}

/// <summary>A job under way.</summary>
internal sealed record HeldJob(IJobContext Context, JsonElement Input)
{
    public TaskCompletionSource<JsonElement> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Set when the job was told to stop.</summary>
    public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Succeed() => End.SetResult(Input);

    public void Fail(JobFailure kind, string message) => End.SetException(new JobFailedException(kind, message));
}
