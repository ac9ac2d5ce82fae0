using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Blobs;

/// <summary>Somebody else's server, well- and ill-behaved.</summary>
internal sealed class OriginServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OriginServer(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Ends when a request to <c>/hang</c> has arrived.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was put to <c>/bucket</c>: its type, its length as told beforehand, and its bytes.</summary>
    public ConcurrentQueue<(string? ContentType, long? Length, byte[] Content)> Put { get; } = new();

    public static async Task<OriginServer> Run()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var origin = new OriginServer(app);
        app.MapGet("/cat.png", () => TypedResults.Bytes(AMedia.Png, "text/html"));
        app.MapPut("/bucket", origin.Take);
        app.MapMethods("/status/{code:int}", ["GET", "PUT"], (int code) => TypedResults.StatusCode(code));
        app.MapMethods("/to", ["GET", "PUT"], (string url) => TypedResults.Redirect(url));
        app.MapGet("/nowhere", (HttpResponse response) => response.StatusCode = 302);
        app.MapGet("/hops/{count:int}", (int count) => TypedResults.Redirect(count == 0 ? "/cat.png" : $"/hops/{count - 1}"));
        app.MapGet("/endless", Endless);
        app.MapGet("/empty", () => TypedResults.Bytes([]));
        app.MapMethods("/hang", ["GET", "PUT"], origin.Hang);
        app.MapGet("/cut", Cut);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return origin;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpRequest request)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        Put.Enqueue((request.ContentType, request.ContentLength, content.ToArray()));
    }

    private static async Task Endless(HttpContext context)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(new byte[4096], context.RequestAborted);
        }
    }

    private static async Task Cut(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.Body.WriteAsync(AMedia.Png, context.RequestAborted);
        context.Abort();
    }

    private async Task Hang(HttpContext context)
    {
        Hanging.SetResult();
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }
}
