using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Baton.Accounts;
using Baton.Blobs;
using Baton.Client.Workers;
using Baton.Hosting;
using Baton.Providers;
using Baton.Providers.Sandbox;
using Baton.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Baton.Bench;

/// <summary>
/// What hedging does to the slowest of a thousand jobs, over real HTTP: a server in this process with two sandbox providers of 64 slots, where one job of two hundred takes a hundred times as
/// long as the others, as on a worker that has trouble of its own; first without, then with.
/// </summary>
internal sealed class HedgingRun(TimeSpan duration)
{
    private const int PerSecond = 100;
    private const string Temper = "type=echo slots=64 latency=tail(40ms,0.005,6s)";

    /// <summary>A provider must have done a few jobs before it is known what is usual there.</summary>
    private const int WarmUp = 200;

    public async Task Run(CancellationToken cancellationToken)
    {
        Console.WriteLine("hedging        p50       p99     p99.9   extra executions   jobs");
        Say("without", await Measure(isHedged: false, cancellationToken));
        Say("with", await Measure(isHedged: true, cancellationToken));
    }

    private async Task<(Latencies Latencies, int Jobs, long Extra)> Measure(bool isHedged, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("baton-hedging-");
        var secondClaims = 0L;
        using var listener = new MeterListener { InstrumentPublished = (instrument, listening) => ListenTo("baton.hedges.started", instrument, listening) };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref secondClaims, count));
        listener.Start();
        await using var server = Build(data.FullName, isHedged);
        await server.StartAsync(cancellationToken);
        using var caller = await Caller(server, cancellationToken);
        await Paced(caller, WarmUp, cancellationToken);
        var before = Interlocked.Read(ref secondClaims);
        var latencies = await Paced(caller, (int)(duration.TotalSeconds * PerSecond), cancellationToken);
        var extra = Interlocked.Read(ref secondClaims) - before;
        await server.StopAsync(cancellationToken);
        data.Delete(recursive: true);
        return (new Latencies(latencies), latencies.Length, extra);
    }

    private static void ListenTo(string name, Instrument instrument, MeterListener listener)
    {
        if (instrument.Name == name)
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private static WebApplication Build(string data, bool isHedged)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Storage:Directory", data),
            new("Hedging:Enabled", isHedged.ToString()),
            new("Sandbox:Providers:0", $"provider0 {Temper} seed=1"),
            new("Sandbox:Providers:1", $"provider1 {Temper} seed=2"),
        ]);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSqliteStorage().AddBlobs().AddMediaProviders();

        // The stand-ins need the media tools, but nobody besides them shall do these jobs.
        builder.Services.RemoveAll<HandlerPool>();
        builder.Services.AddSandbox(builder.Configuration);
        builder.AddEngine();
        builder.Services.AddBatonApi();
        var app = builder.Build();
        app.MapBatonApi();
        return app;
    }

    private static async Task<HttpClient> Caller(WebApplication server, CancellationToken cancellationToken)
    {
        var token = await server.Services.GetRequiredService<ITokens>().Create(new AccountId("bench"), TokenRole.Caller, "bench", null, cancellationToken);
        var client = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret);
        return client;
    }

    /// <summary>Requests leave at their time whether the last one has been answered or not; latency counts from that time.</summary>
    private static async Task<TimeSpan[]> Paced(HttpClient caller, int count, CancellationToken cancellationToken)
    {
        var sent = new List<Task<TimeSpan>>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond), TimeProvider.System);
        while (sent.Count < count && await timer.WaitForNextTickAsync(cancellationToken))
        {
            sent.Add(Task.Run(() => Complete(caller, Stopwatch.GetTimestamp(), cancellationToken), cancellationToken));
        }

        return await Task.WhenAll(sent);
    }

    private static async Task<TimeSpan> Complete(HttpClient caller, long due, CancellationToken cancellationToken)
    {
        using var body = new StringContent(Requests.OneStep, Encoding.UTF8, "application/json");
        using var answer = await caller.PostAsync(new Uri(Requests.CompletePath, UriKind.Relative), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return text.Contains("\"status\":\"succeeded\"", StringComparison.Ordinal) ? Stopwatch.GetElapsedTime(due) : throw new InvalidOperationException(text);
    }

    private static string At((Latencies Latencies, int Jobs, long Extra) run, double share) => string.Create(CultureInfo.InvariantCulture, $"{run.Latencies.At(share).TotalMilliseconds,6:N0} ms");

    private static void Say(string name, (Latencies Latencies, int Jobs, long Extra) run) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-8} {At(run, 0.5)} {At(run, 0.99)} {At(run, 0.999)} {100.0 * run.Extra / run.Jobs,16:0.00} % {run.Jobs,6:N0}"));
}
