using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Baton.Tests.Moderation;

/// <summary>An external moderator on a free port. Answers what the test says, and writes down what it was asked.</summary>
internal sealed class ExternalModerator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _questions = new(0);

    private ExternalModerator()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(Answer);
    }

    /// <summary>What it answers: a status and a body.</summary>
    public (int Status, string Body) Verdict { get; set; } = (200, """{ "verdict": "allow" }""");

    public ConcurrentQueue<(JsonElement Question, string? Authorization)> Asked { get; } = [];

    public KeyValuePair<string, string?>[] Settings => [new("Moderation:Url", _app.Urls.First() + "/judge")];

    public static async Task<ExternalModerator> Run()
    {
        var moderator = new ExternalModerator();
        await moderator._app.StartAsync(BatonHost.Stop);
        return moderator;
    }

    /// <summary>Waits for one more question.</summary>
    public Task Question() => _questions.WaitAsync(BatonHost.Stop);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _questions.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        var (status, body) = Verdict;
        Asked.Enqueue((await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body), context.Request.Headers.Authorization));
        _questions.Release();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }
}
