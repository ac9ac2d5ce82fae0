using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Baton.Bench;

/// <summary>An endpoint of callbacks in this process, which shares the cores with the server. What is posted to <c>/hang</c> is never answered.</summary>
internal sealed class CallbackLoad : IAsyncDisposable
{
    private readonly ConcurrentQueue<TimeSpan> _lags = new();
    private readonly SemaphoreSlim _came = new(0);
    private readonly WebApplication _app;

    private CallbackLoad(WebApplication app)
    {
        _app = app;
        _app.Run(Receive);
    }

    public static async Task<CallbackLoad> Start(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var load = new CallbackLoad(builder.Build());
        await load._app.StartAsync(cancellationToken);
        return load;
    }

    /// <summary>How many events a workflow tells.</summary>
    public const int EventsEach = 3;

    /// <summary>A workflow of one step that tells of its end and of its job's and step's.</summary>
    public string Request(string path) =>
        $$$"""{"steps":[{"$type":"echo","input":{"message":"A lighthouse at dusk."} }],"callbacks":[{"url":"{{{_app.Urls.First()}}}{{{path}}}","type":["workflow:succeeded","step:succeeded","job:succeeded"]}]}""";

    /// <summary>Waits for this many more events at endpoints that answer.</summary>
    /// <returns>How late those of workflows were, from what they tell of to their arrival.</returns>
    public async Task<Latencies> Take(int events, CancellationToken cancellationToken)
    {
        for (var i = 0; i < events; i++)
        {
            await _came.WaitAsync(cancellationToken);
        }

        var lags = new List<TimeSpan>();
        while (_lags.TryDequeue(out var lag))
        {
            lags.Add(lag);
        }

        return new Latencies(lags);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _came.Dispose();
    }

    private async Task Receive(HttpContext context)
    {
        if (context.Request.Path == "/hang")
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        if (body.RootElement.TryGetProperty("timestamp", out var at))
        {
            _lags.Enqueue(TimeProvider.System.GetUtcNow() - at.GetDateTimeOffset());
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        _came.Release();
    }
}
