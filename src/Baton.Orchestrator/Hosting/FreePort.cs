using System.Net;
using System.Net.Sockets;

namespace Baton.Hosting;

/// <summary>Asks the system for a port nobody uses, so that servers beside each other do not meet.</summary>
internal static class FreePort
{
    public static int OnLoopback()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
