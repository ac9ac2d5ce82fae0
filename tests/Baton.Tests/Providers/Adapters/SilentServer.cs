using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.Tests.Providers.Adapters;

/// <summary>A machine that takes connections and never answers: one that hangs, and over https one that cannot even be connected to.</summary>
internal sealed class SilentServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _connections = [];
    private readonly ConcurrentQueue<string> _received = new();
    private readonly Task _taking;

    public SilentServer()
    {
        _listener.Start();
        _taking = Task.Run(Take);
    }

    public Uri Url(string scheme) => new($"{scheme}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>What was sent, as text, one entry for each read.</summary>
    public IReadOnlyCollection<string> Received => _received;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _taking;
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    private async Task Take()
    {
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptTcpClientAsync();
                _connections.Add(connection);
                _ = Read(connection);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Read(TcpClient connection)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await connection.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                _received.Enqueue(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side has given up.
        }
    }
}
