using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

using Answers = Microsoft.AspNetCore.Http.Results;

/// <summary>Takes files as all services do, and writes down and refuses whatever else is asked of it, so that a test sees what an input becomes on the wire.</summary>
internal sealed partial class WireServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WireServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(Take);
    }

    public Uri Url => new(_app.Urls.First());

    /// <summary>The requests since this was last emptied, without what differs from one to the next of the same.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<WireServer> Run()
    {
        var server = new WireServer();
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            return; // A sign of life.
        }

        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        var text = Boundary(context) is { } boundary ? Latin(content).Replace(boundary, "", StringComparison.Ordinal) : Latin(content);
        switch (context.Request.Path.Value)
        {
            case "/upload/image":
                await Answers.Content($$"""{ "name": "{{NameOf(text)}}" }""", "application/json").ExecuteAsync(context);
                break;
            case "/files":
                await Answers.Content($$"""{ "urls": { "get": "{{Url}}files/{{NameOf(text)}}" } }""", "application/json").ExecuteAsync(context);
                break;
            default:
                Requests.Enqueue($"{context.Request.Path} {Guids().Replace(text, "ID")}");
                context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                break;
        }
    }

    private static string NameOf(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.Latin1.GetBytes(text)));

    private static string Latin(MemoryStream content) => System.Text.Encoding.Latin1.GetString(content.ToArray());

    private static string? Boundary(HttpContext context) =>
        context.Request.ContentType?.Split("boundary=") is [_, var boundary] ? boundary.Trim('"') : null;

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Guids();
}
