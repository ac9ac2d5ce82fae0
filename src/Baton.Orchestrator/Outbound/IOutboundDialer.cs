using System.Net;
using System.Net.Sockets;

namespace Baton.Outbound;

/// <summary>The network under the guard, so that a test sees every name asked for and every address dialled.</summary>
internal interface IOutboundDialer
{
    Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken);

    Task<Stream> Connect(IPEndPoint address, CancellationToken cancellationToken);
}

/// <summary>The real network.</summary>
internal sealed class SocketDialer : IOutboundDialer
{
    public Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);

    public async Task<Stream> Connect(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
