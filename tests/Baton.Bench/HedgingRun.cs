using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Baton.Accounts;
using Baton.Blobs;
using Baton.Client.Workers;
using Baton.Hosting;
using Baton.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Baton.Bench;

/// <summary>
/// What hedging does to the slowest of a thousand jobs, over real HTTP: a server in this process with two providers of 64 slots that are slow now and then, first without, then with.
/// </summary>
internal sealed class HedgingRun(TimeSpan duration)
{
    private const int PerSecond = 100;
    private const int Slots = 64;

    /// <summary>A provider must have done a few jobs before it is known what is usual there.</summary>
    private const int WarmUp = 200;

    public async Task Run(CancellationToken cancellationToken)
    {
        Console.WriteLine("hedging        p50       p99     p99.9   extra executions   jobs");
        Say("without", await Measure(isHedged: false, cancellationToken));
        Say("with", await Measure(isHedged: true, cancellationToken));
    }

    private async Task<(Latencies Latencies, int Jobs, int Executions)> Measure(bool isHedged, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("baton-hedging-");
        SlowNowAndThen[] handlers = [new(1), new(2)];
        await using var server = Build(data.FullName, isHedged, handlers);
        await server.StartAsync(cancellationToken);
        using var caller = await Caller(server, cancellationToken);
        await Paced(caller, WarmUp, cancellationToken);
        var before = handlers.Sum(handler => handler.Executions);
        var latencies = await Paced(caller, (int)(duration.TotalSeconds * PerSecond), cancellationToken);
        var executions = handlers.Sum(handler => handler.Executions) - before;
        await server.StopAsync(cancellationToken);
        data.Delete(recursive: true);
        return (new Latencies(latencies), latencies.Length, executions);
    }

    private static WebApplication Build(string data, bool isHedged, SlowNowAndThen[] handlers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("Storage:Directory", data), new("Hedging:Enabled", isHedged.ToString())]);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSqliteStorage().AddBlobs();
        for (var i = 0; i < handlers.Length; i++)
        {
            builder.Services.AddSingleton(new HandlerPool($"provider{i}", Slots, [handlers[i]], _ => Task.FromResult(new ToolCheck(true, null, "Needs no tool."))));
        }

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

    private static string At((Latencies Latencies, int Jobs, int Executions) run, double share) => string.Create(CultureInfo.InvariantCulture, $"{run.Latencies.At(share).TotalMilliseconds,6:N0} ms");

    private static void Say(string name, (Latencies Latencies, int Jobs, int Executions) run) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-8} {At(run, 0.5)} {At(run, 0.99)} {At(run, 0.999)} {100.0 * (run.Executions - run.Jobs) / run.Jobs,16:0.00} % {run.Jobs,6:N0}"));
}
