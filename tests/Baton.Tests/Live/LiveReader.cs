using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Baton.Tests.Live;

/// <summary>Reads a stream as a browser's EventSource does, one event at a time.</summary>
internal sealed class LiveReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpResponseMessage _response;
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private LiveReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _parser = SseParser.Create(stream, (_, data) => Encoding.UTF8.GetString(data));
        _events = _parser.EnumerateAsync(BatonHost.Stop).GetAsyncEnumerator(BatonHost.Stop);
    }

    /// <summary>The id that whoever comes back shows.</summary>
    public string LastEventId => _parser.LastEventId;

    public static async Task<LiveReader> Open(HttpClient caller, string path, string? lastEventId = null)
    {
        var response = await Ask(caller, path, lastEventId);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.True(response.Headers.CacheControl?.NoStore);
        return new LiveReader(response, await response.Content.ReadAsStreamAsync(BatonHost.Stop));
    }

    /// <summary>The answer as soon as its headers are there.</summary>
    public static async Task<HttpResponseMessage> Ask(HttpClient caller, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, BatonHost.Stop);
    }

    /// <summary>The next event; null when the server has ended the stream.</summary>
    public async Task<LiveItem?> Next()
    {
        if (!await _events.MoveNextAsync().AsTask().WaitAsync(Patience, BatonHost.Stop))
        {
            return null;
        }

        var json = JsonElement.Parse(_events.Current.Data);
        Assert.Equal(_events.Current.EventType, json.TryGetProperty("$type", out var kind) ? kind.GetString() : "ready");
        return new LiveItem(_events.Current.EventType, json);
    }

    /// <summary>All events up to the first of which this holds.</summary>
    public async Task<IReadOnlyList<LiveItem>> Until(Func<LiveItem, bool> holds)
    {
        var read = new List<LiveItem>();
        while (await Next() is { } item)
        {
            read.Add(item);
            if (holds(item))
            {
                return read;
            }
        }

        throw new InvalidOperationException($"The stream ended after: {string.Join(", ", read.Select(item => item.Name))}.");
    }

    /// <summary>All events until the server ends the stream.</summary>
    public async Task<IReadOnlyList<LiveItem>> ToEnd()
    {
        var read = new List<LiveItem>();
        while (await Next() is { } item)
        {
            read.Add(item);
        }

        return read;
    }

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        try
        {
            await _events.DisposeAsync();
        }
        catch (Exception e) when (e is NotSupportedException or IOException)
        {
            // It was reading when the connection was cut.
        }
    }
}

/// <summary>An event that came.</summary>
internal sealed record LiveItem(string Type, JsonElement Json)
{
    /// <summary>As in a callback's type: workflow:succeeded.</summary>
    public string Name => Type is "ready" or "preview" ? Type : $"{Type}:{Json.GetProperty("status").GetString()}";

    public string WorkflowId => Json.TryGetProperty("workflowId", out var id) ? id.GetString()! : "";
}
