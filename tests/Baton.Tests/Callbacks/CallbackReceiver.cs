using System.Collections.Concurrent;
using System.Text.Json;
using Baton.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Baton.Tests.Callbacks;

/// <summary>A real endpoint on a free port of this machine. It writes down what comes and answers as the test says.</summary>
internal sealed class CallbackReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly WebApplication _app;
    private readonly Func<Received, HttpContext, Task> _answer;
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly SemaphoreSlim _news = new(0);

    private CallbackReceiver(Func<Received, HttpContext, Task> answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(Receive);
    }

    public string Url => _app.Urls.First();

    /// <summary>Everything that came so far.</summary>
    public IReadOnlyList<Received> All => [.. _received];

    public static Task<CallbackReceiver> Run(int status = 204) => Run((_, context) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    public static async Task<CallbackReceiver> Run(Func<Received, HttpContext, Task> answer)
    {
        var receiver = new CallbackReceiver(answer);
        await receiver._app.StartAsync(BatonHost.Stop);
        return receiver;
    }

    /// <summary>Waits until so many came.</summary>
    public Task<IReadOnlyList<Received>> Await(int count) => Await(all => all.Count >= count);

    /// <summary>Waits until this holds of all that came.</summary>
    public async Task<IReadOnlyList<Received>> Await(Func<IReadOnlyList<Received>, bool> holds)
    {
        // What held is returned, not what has come since: whoever delivers at least once may deliver again.
        var all = All;
        while (!holds(all))
        {
            if (!await _news.WaitAsync(Patience, BatonHost.Stop))
            {
                throw new TimeoutException($"Nothing came for {Patience.TotalMinutes:0} minutes after: {string.Join(", ", all.Select(received => received.Event))}.");
            }

            all = All;
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _news.Dispose();
    }

    private async Task Receive(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var received = new Received(
            context.Request.Path + context.Request.QueryString,
            context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        _received.Enqueue(received);
        _news.Release();
        try
        {
            await _answer(received, context);
        }
        finally
        {
            // The answer may write down what a waiter looks for: without this news the last one is looked for too early and then never again.
            _news.Release();
        }
    }
}

/// <summary>A request that came.</summary>
internal sealed record Received(string Path, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string Id => Headers["webhook-id"];

    public string Sequence => Headers["baton-sequence"];

    /// <summary>As in a callback's type: workflow:succeeded.</summary>
    public string Event => $"{Json.GetProperty("$type").GetString()}:{Json.GetProperty("status").GetString()}";

    public bool IsSignedWith(params string[] secrets) =>
        new CallbackVerifier(secrets).IsGenuine(Id, Headers["webhook-timestamp"], Headers["webhook-signature"], Body);
}
