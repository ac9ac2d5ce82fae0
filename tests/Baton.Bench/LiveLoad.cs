using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Baton.Bench;

/// <summary>Many connections that each listen for the end of a workflow of its own, by a stream or by a wait, and how late each hears of it.</summary>
internal sealed class LiveLoad : IDisposable
{
    private const int OpenersMax = 64;
    private const int AnswerBytesMax = 8 * 1024;

    private readonly HttpClient _http;
    private readonly ServerProcess _server;
    private readonly List<Listener> _listeners = [];

    private LiveLoad(ServerProcess server)
    {
        _server = server;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
    }

    /// <summary>What a server needs for this: as many streams as it takes, and nobody who does the work that a worker only seems to be there for.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Tiers__Definitions__standard__LiveStreams"] = "1000000",
        ["Media__Ffprobe"] = "/nowhere",
    };

    /// <param name="path">What follows a workflow's id in the address that is listened to.</param>
    public static async Task<LiveLoad> Open(ServerProcess server, int count, string path, CancellationToken cancellationToken)
    {
        var load = new LiveLoad(server);
        await load.RegisterIdleWorker(cancellationToken);
        var opened = new Listener[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = OpenersMax, CancellationToken = cancellationToken }, async (number, _) =>
        {
            var id = await load.Submit(cancellationToken);
            opened[number] = await load.Listen(id, path, cancellationToken);
        });
        load._listeners.AddRange(opened);
        return load;
    }

    /// <summary>Ends workflows at this rate, one after another.</summary>
    /// <returns>How late their listeners heard of it, from the time that the end itself tells.</returns>
    public async Task<Latencies> End(int perSecond, TimeSpan duration, CancellationToken cancellationToken)
    {
        var count = Math.Min(_listeners.Count, (int)(perSecond * duration.TotalSeconds));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond), TimeProvider.System);
        var canceled = new List<Task>();
        for (var i = 0; i < count && await timer.WaitForNextTickAsync(cancellationToken); i++)
        {
            canceled.Add(Cancel(_listeners[i].WorkflowId, cancellationToken));
        }

        await Task.WhenAll(canceled);
        return new Latencies(await Task.WhenAll(_listeners.Take(count).Select(listener => listener.Heard)));
    }

    public void Dispose()
    {
        foreach (var listener in _listeners)
        {
            listener.Socket.Dispose();
        }

        _http.Dispose();
    }

    private async Task RegisterIdleWorker(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v2/workers", UriKind.Relative))
        {
            Content = Json("""{ "provider": "idle", "capabilities": [{ "type": "videoMetadata" }], "slots": 1 }"""),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", await _server.WorkerToken(cancellationToken)) },
        };
        using var answer = await _http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> Submit(CancellationToken cancellationToken)
    {
        using var content = Json("""{ "steps": [{ "$type": "videoMetadata", "input": { "video": "https://example.org/a.mp4" } }] }""");
        using var answer = await _http.PostAsync(new Uri(Requests.SubmitPath, UriKind.Relative), content, cancellationToken);
        using var workflow = await JsonDocument.ParseAsync(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        return workflow.RootElement.GetProperty("id").GetString()!;
    }

    private async Task Cancel(string workflowId, CancellationToken cancellationToken)
    {
        using var content = Json("""{ "status": "canceled" }""");
        using var answer = await _http.PutAsync(new Uri($"{Requests.SubmitPath}/{workflowId}", UriKind.Relative), content, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<Listener> Listen(string workflowId, string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, _server.Port, cancellationToken);
        var request = $"GET {Requests.SubmitPath}/{workflowId}{path} HTTP/1.1\r\nHost: 127.0.0.1:{_server.Port}\r\nAuthorization: Bearer {_server.Token}\r\n\r\n";
        await socket.SendAsync(Encoding.UTF8.GetBytes(request), cancellationToken);
        return new Listener(workflowId, socket, Hear(socket, cancellationToken));
    }

    /// <summary>Reads until the end is told, by an event or by an answer, and returns how long ago it was.</summary>
    private static async Task<TimeSpan> Hear(Socket socket, CancellationToken cancellationToken)
    {
        var read = new byte[AnswerBytesMax];
        for (var length = 0; length < read.Length;)
        {
            var more = await socket.ReceiveAsync(read.AsMemory(length), cancellationToken);
            var at = TimeProvider.System.GetUtcNow();
            length += more > 0 ? more : throw new IOException("The server closed the connection.");
            if (EndIn(Encoding.UTF8.GetString(read, 0, length)) is { } ended)
            {
                return at - ended;
            }
        }

        throw new InvalidOperationException("The end was not told in what an answer holds.");
    }

    /// <summary>The time of the end in an event's <c>timestamp</c> or a workflow's <c>completedAt</c>; null until it has come.</summary>
    private static DateTimeOffset? EndIn(string text)
    {
        var canceled = text.IndexOf("\"status\":\"canceled\"", StringComparison.Ordinal);
        if (canceled < 0)
        {
            return null;
        }

        foreach (var name in (string[])["\"timestamp\":\"", "\"completedAt\":\""])
        {
            var at = text.IndexOf(name, canceled, StringComparison.Ordinal) + name.Length;
            if (at >= name.Length && text.IndexOf('"', at) is > 0 and var end)
            {
                return DateTimeOffset.Parse(text.AsSpan(at, end - at), CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private sealed record Listener(string WorkflowId, Socket Socket, Task<TimeSpan> Heard);
}
