using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Baton.Bench;

/// <summary>
/// An endpoint of callbacks in this process, which shares the cores with the server and so does no more than it must. What is posted to <c>/hang</c> is never answered.
/// </summary>
internal sealed class CallbackLoad : IAsyncDisposable
{
    /// <summary>How many events a workflow tells.</summary>
    public const int EventsEach = 3;

    private readonly ConcurrentQueue<TimeSpan> _lags = new();
    private readonly SemaphoreSlim _came = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly Task _accepting;

    private CallbackLoad()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = Accept();
    }

    public static CallbackLoad Start() => new();

    /// <summary>A workflow of one step that tells of its end and of its job's and step's.</summary>
    public string Request(string path) =>
        $$$"""{"steps":[{"$type":"echo","input":{"message":"A lighthouse at dusk."} }],"callbacks":[{"url":"http://{{{_listener.LocalEndPoint}}}{{{path}}}","type":["workflow:succeeded","step:succeeded","job:succeeded"]}]}""";

    /// <summary>How many events came that nobody has taken.</summary>
    public int Untaken => _came.CurrentCount;

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
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        foreach (var socket in _open)
        {
            socket.Dispose();
        }

        _end.Dispose();
        _came.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_end.Token);
                socket.NoDelay = true;
                _open.Add(socket);
                _ = Receive(socket);
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private async Task Receive(Socket socket)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await ReceiveOne(socket, buffer) is var length and > 0 && !buffer.AsSpan(0, length).StartsWith("POST /hang"u8))
            {
                Note(buffer.AsSpan(0, length));
                await socket.SendAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), _end.Token);
                _came.Release();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The measurement is over, or the server has hung up.
        }
    }

    /// <summary>How long the next whole request is; 0 when there is none.</summary>
    private async Task<int> ReceiveOne(Socket socket, byte[] buffer)
    {
        var length = 0;
        do
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), _end.Token);
            if (read == 0)
            {
                return 0;
            }

            length += read;
        }
        while (!LoadConnection.IsWhole(buffer.AsSpan(0, length)));

        return length;
    }

    private void Note(ReadOnlySpan<byte> request)
    {
        var mark = "\"timestamp\":"u8;
        if (request.IndexOf(mark) is var at and >= 0)
        {
            var rest = request[(at + mark.Length)..];
            var value = rest[..(rest[1..].IndexOf((byte)'"') + 2)];
            _lags.Enqueue(TimeProvider.System.GetUtcNow() - JsonSerializer.Deserialize<DateTimeOffset>(value));
        }
    }
}
