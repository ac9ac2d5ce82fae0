using System.Net.Sockets;

namespace Baton.Client;

/// <summary>
/// Tells of a connection that the other side drops in the moment it is made as of every other one that cannot be made. .NET lets the bare <see cref="SocketException"/> through there,
/// because it looks up the address of a socket that has none any more.
/// </summary>
internal sealed class DroppedConnections(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (SocketException dropped)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was dropped as soon as it was made.", dropped);
        }
    }
}
