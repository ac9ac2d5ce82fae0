using System.Net.Sockets;
using Baton.Client;
using Xunit;

namespace Baton.Tests.Client;

public sealed class DroppedConnectionsTests
{
    [Fact]
    public async Task Connection_DroppedAsItIsMade_IsOneThatCannotBeMade()
    {
        using var client = new HttpClient(new DroppedConnections(new Dropping()));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://127.0.0.1/"), BatonHost.Stop));

        Assert.Equal(HttpRequestError.ConnectionError, failure.HttpRequestError);
        Assert.IsType<SocketException>(failure.InnerException);
    }

    private sealed class Dropping : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new SocketException((int)SocketError.NotConnected);
    }
}
