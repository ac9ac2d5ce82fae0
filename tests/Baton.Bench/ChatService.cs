using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Baton.Bench;

/// <summary>A service that answers every chat at once, until it dies.</summary>
internal sealed class ChatService : IAsyncDisposable
{
    private static readonly byte[] Models = Encoding.UTF8.GetBytes("""{"object":"list","data":[]}""");

    private static readonly byte[] Answer = Encoding.UTF8.GetBytes(
        """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Yes."},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}""");

    private readonly WebApplication _app;
    private volatile bool _hangs;
    private int _asked;

    private ChatService()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(Serve);
    }

    public string Url => $"{_app.Urls.First()}/v1";

    /// <summary>How many chats came.</summary>
    public int Asked => _asked;

    public static async Task<ChatService> Start(CancellationToken cancellationToken)
    {
        var service = new ChatService();
        await service._app.StartAsync(cancellationToken);
        return service;
    }

    /// <summary>From now on nobody listens.</summary>
    public Task Stop() => _app.StopAsync();

    /// <summary>From now on connections and requests are taken, and nothing is answered.</summary>
    public Task Hang()
    {
        _hangs = true;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Serve(HttpContext context)
    {
        var isChat = HttpMethods.IsPost(context.Request.Method);
        if (isChat)
        {
            Interlocked.Increment(ref _asked);
        }

        if (_hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(isChat ? Answer : Models, context.RequestAborted);
    }
}
