using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.Bench;

/// <summary>
/// One HTTP/1.1 connection that sends a ready request and reads to the end of the answer. The load shares the cores with the server,
/// so it must cost as little as it can; a general client would cost as much as the server.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<LoadConnection> Open(ServerProcess server, CancellationToken cancellationToken)
    {
        var connection = new LoadConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, server.Port, cancellationToken);
        return connection;
    }

    public static byte[] Compose(ServerProcess server, string path, string body) => Compose(server, server.Token, path, body);

    public static byte[] Compose(ServerProcess server, string token, string path, string body) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nAuthorization: Bearer {token}\r\n" +
        $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>Sends and reads the whole answer; throws when it is not a 200 or 202.</summary>
    public Task Send(byte[] request, CancellationToken cancellationToken) => Exchange(request, cancellationToken);

    /// <summary>The same, with the answer as it came, headers and all; good until the next one.</summary>
    public async Task<ReadOnlyMemory<byte>> Exchange(byte[] request, CancellationToken cancellationToken)
    {
        await _socket.SendAsync(request, cancellationToken);
        var length = 0;
        do
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            length += read > 0 ? read : throw new IOException("The server closed the connection.");
        }
        while (!IsWhole(_buffer.AsSpan(0, length)));

        if (!_buffer.AsSpan(0, length).StartsWith("HTTP/1.1 20"u8))
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(_buffer, 0, length));
        }

        return _buffer.AsMemory(0, length);
    }

    /// <summary>Whether this is all of a request or an answer, as servers and clients of .NET write them.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var headers = answer.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
        {
            return false;
        }

        var lengthAt = answer[..headers].IndexOf("Content-Length: "u8);
        if (lengthAt < 0)
        {
            // A 204 has no body to tell the length of.
            return answer.StartsWith("HTTP/1.1 204"u8) || answer.EndsWith("0\r\n\r\n"u8);
        }

        return System.Buffers.Text.Utf8Parser.TryParse(answer[(lengthAt + "Content-Length: "u8.Length)..], out int length, out _)
            && answer.Length >= headers + 4 + length;
    }

    public void Dispose() => _socket.Dispose();
}
