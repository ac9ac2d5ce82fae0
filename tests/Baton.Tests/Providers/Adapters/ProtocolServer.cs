using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

using Answers = Microsoft.AspNetCore.Http.Results;

/// <summary>
/// A service outside that speaks a protocol as the real ones do. What a request meets is said by the last word of its prompt; how often it was made, which is how often it would have been paid
/// for, is counted by prompt. Without its key it answers nobody.
/// </summary>
internal abstract class ProtocolServer : IAsyncDisposable
{
    public const string Key = "sk-proj-Qe8vT3zLw9Xn2KdR7uYb5Hs1";

    /// <summary>What signs the URL of a result that lies elsewhere.</summary>
    public const string ResultSignature = "Xk93hs8Ghq71LkdPq0zR";

    private readonly ConcurrentDictionary<string, int> _tries = new();
    private readonly ConcurrentDictionary<string, int> _made = new();
    private readonly WebApplication _app;
    private volatile TaskCompletionSource _silence = Over();

    protected ProtocolServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _app = builder.Build();
    }

    public Uri Url => new(_app.Urls.First());

    /// <summary>Prompts whose work somebody stopped here.</summary>
    public ConcurrentQueue<string> Stopped { get; } = new();

    /// <summary>What came in, by path, for tests that look at it.</summary>
    public ConcurrentQueue<(string Path, string Body)> Received { get; } = new();

    /// <summary>Let go by a test that wants what hangs to go on.</summary>
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when something hangs.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected static byte[] Picture { get; } = Png();

    /// <summary>Cut in the midst of its pixels: well-formed until there.</summary>
    protected static byte[] HalfPicture => Picture[..(Picture.Length / 2)];

    /// <summary>What lay behind the URLs that came in as inputs: status, type and bytes.</summary>
    public ConcurrentQueue<(int Status, string? ContentType, byte[] Content)> Fetched { get; } = new();

    public int Made(string prompt) => _made.GetValueOrDefault(prompt);

    /// <summary>From now on requests are taken and nothing is answered.</summary>
    public void FallSilent() => _silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From now on everything is answered, also what came meanwhile.</summary>
    public void Speak() => _silence.SetResult();

    private static TaskCompletionSource Over()
    {
        var over = new TaskCompletionSource();
        over.SetResult();
        return over;
    }

    public async Task Start()
    {
        _app.UseWebSockets();
        _app.Use(async (context, next) =>
        {
            await _silence.Task.WaitAsync(context.RequestAborted);
            if (!context.Request.Path.StartsWithSegments("/open", StringComparison.Ordinal) && !IsOpen(context.Request.Path) && !context.Request.Headers.Authorization.ToString().EndsWith(ExpectedKey, StringComparison.Ordinal))
            {
                context.Response.StatusCode = 401;
                await context.Response.WriteAsync($$"""{ "error": { "message": "Incorrect API key provided: {{Key}}." } }""");
                return;
            }

            await next();
        });
        _app.MapGet("/open/{name}", () => Answers.Bytes(Picture, "image/png"));
        Map(_app);
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Release.TrySetResult();
        await _app.DisposeAsync();
    }

    protected virtual string ExpectedKey => Key;

    /// <summary>Paths that need no key.</summary>
    protected virtual bool IsOpen(PathString path) => false;

    protected abstract void Map(IEndpointRouteBuilder routes);

    protected static string FaultOf(string prompt) => prompt.Split(' ')[^1];

    /// <summary>How often a request of this prompt has been tried, this time included.</summary>
    protected int Try(string prompt) => _tries.AddOrUpdate(prompt, 1, (_, count) => count + 1);

    /// <summary>The request is taken, which costs; returns how often that makes.</summary>
    protected int Take(string prompt) => _made.AddOrUpdate(prompt, 1, (_, count) => count + 1);

    /// <summary>What all of them answer to requests that they do not take; null for those they do.</summary>
    protected static IResult? Turn(HttpContext context, string fault, int tries, string body = "")
    {
        var headers = context.Request.Headers.Authorization.ToString();
        switch (fault)
        {
            case "echoes":
                return Json(400, JsonSerializer.Serialize(new { error = new { message = $"Bad request with {headers} and api_key={Key}: {body}" } }));
            case "screams":
                return Answers.Content($"Traceback: headers={{'Authorization': '{headers}'}} url=https://u:{Key}@host/x?token={Key} {body}", "text/plain", statusCode: 500);
            case "redirects":
                context.Response.Headers.Location = $"http://127.0.0.1:9/elsewhere?key={Key}";
                return Json(307, JsonSerializer.Serialize(new { detail = $"Moved to http://127.0.0.1:9/elsewhere?key={Key}" }));
            case "busy" when tries == 1:
                context.Response.Headers.RetryAfter = "1";
                return Json(429, """{ "error": { "message": "Rate limit reached." } }""");
            case "broken" when tries == 1:
                return Json(500, """{ "error": { "message": "The server had an error while processing your request." } }""");
            case "key":
                return Json(401, $$"""{ "error": { "message": "Incorrect API key provided: {{Key}}." } }""");
            case "down":
                return Json(503, """{ "error": { "message": "No workers." } }""");
            default:
                return null;
        }
    }

    /// <summary>What becomes of the answer to a request that was taken, the first time: its connection breaks off, or the gateway before the service gives up. Null when it goes out.</summary>
    protected static IResult? Lose(HttpContext context, string fault, int made)
    {
        switch (fault)
        {
            case "lost" when made == 1:
                context.Abort();
                return Answers.Empty;
            case "gateway" when made == 1:
                return Json(504, """{ "message": "The upstream server is timing out." }""");
            default:
                return null;
        }
    }

    protected static IResult Json(int status, string json) => Answers.Content(json, "application/json", statusCode: status);

    protected static IResult Html() => Answers.Content("<html>Welcome</html>", "text/html");

    protected async Task<JsonElement> Body(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        Received.Enqueue((context.Request.Path, text));
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Fetches every input that is a URL, as hosted models do: anew, without any key, and without following redirects. Returns the first URL that gave nothing; null when all did.</summary>
    protected async Task<string?> Unfetched(JsonElement body)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        foreach (var url in UrlsIn(body).Where(url => !url.Contains("/v1/files/", StringComparison.Ordinal))) // What was uploaded is here.
        {
            using var response = await client.GetAsync(new Uri(url));
            Fetched.Enqueue(((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsByteArrayAsync()));
            if (!response.IsSuccessStatusCode)
            {
                return url;
            }
        }

        return null;
    }

    private static IEnumerable<string> UrlsIn(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String when element.GetString()!.StartsWith("http", StringComparison.Ordinal) => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(UrlsIn),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => UrlsIn(member.Value)),
        _ => [],
    };

    /// <summary>Says nothing until the caller hangs up, or the test lets it go on.</summary>
    protected async Task Hang(HttpContext context, string prompt)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(() =>
        {
            Stopped.Enqueue(prompt);
            gone.TrySetResult();
        });
        Hanging.TrySetResult();
        await Task.WhenAny(gone.Task, Release.Task);
    }

    private static byte[] Png()
    {
        using var picture = TestPictures.Rings(64, 48);
        return picture.PngsaveBuffer();
    }
}
