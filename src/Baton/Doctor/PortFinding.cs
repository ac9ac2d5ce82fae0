using System.Net;
using System.Net.Sockets;

namespace Baton.Doctor;

/// <summary>Whether the server could listen where it is told to.</summary>
internal static class PortFinding
{
    public static Finding Look(Uri url)
    {
        var address = IPAddress.TryParse(url.DnsSafeHost, out var named) ? named : url.IsLoopback ? IPAddress.Loopback : IPAddress.Any;
        using var listener = new TcpListener(address, url.Port);
        try
        {
            listener.Start();
            return new Finding(FindingKind.Fine, "port", $"{url.Authority} is free.");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return new Finding(FindingKind.Notice, "port", $"{url.Authority} is in use, perhaps by a server that runs already; `baton serve --urls http://127.0.0.1:0` takes a free one.");
        }
        catch (SocketException e)
        {
            return new Finding(FindingKind.Missing, "port", $"{url.Authority} cannot be listened on: {e.Message}");
        }
    }
}
