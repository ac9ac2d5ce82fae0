using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Baton.Outbound;

namespace Baton.Tests.Outbound;

/// <summary>Resolves names as told, writes down every address dialled, and connects it to a local port, whatever it is.</summary>
internal sealed class ScriptedDialer(int port = 0) : IOutboundDialer
{
    public ConcurrentQueue<IPEndPoint> Dialled { get; } = new();

    public ConcurrentDictionary<string, string[]> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Task<IPAddress[]> Resolve(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
        {
            return Task.FromResult<IPAddress[]>([literal]);
        }

        return Names.TryGetValue(host, out var addresses)
            ? Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)])
            : throw new SocketException((int)SocketError.HostNotFound);
    }

    public Task<Stream> Connect(IPEndPoint address, CancellationToken cancellationToken)
    {
        Dialled.Enqueue(address);
        return new SocketDialer().Connect(new IPEndPoint(IPAddress.Loopback, port), cancellationToken);
    }
}
