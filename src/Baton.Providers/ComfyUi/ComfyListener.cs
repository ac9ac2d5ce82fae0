using System.Net.WebSockets;
using System.Text.Json;
using Baton.Providers.Adapters;

namespace Baton.Providers.ComfyUi;

/// <summary>
/// Listens to <c>/ws</c> for how far a graph is: text messages <c>executing</c> (a node begins), <c>execution_cached</c> (nodes that need not run) and <c>progress</c> (steps within a node); binary
/// ones are previews, which begin with their kind in four bytes. Only for show: what counts is the history, so whatever goes wrong here is passed over.
/// </summary>
internal static class ComfyListener
{
    private const int MessageBytesMax = 1 << 20;

    public static async Task Listen(RemoteService service, string clientId, string promptId, int nodes, Action<double> report, CancellationToken stop)
    {
        using var socket = new ClientWebSocket();
        if (service.Authorization is { } authorization)
        {
            socket.Options.SetRequestHeader("Authorization", authorization.ToString());
        }

        var url = new UriBuilder(new Uri(service.Base, $"ws?clientId={clientId}")) { Scheme = service.Base.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" };
        try
        {
            await socket.ConnectAsync(url.Uri, stop);
            await Receive(socket, new ComfyProgress(promptId, nodes), report, stop);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or JsonException or System.Net.Http.HttpRequestException or TooLargeException)
        {
            // The poll goes on without it.
        }
    }

    private static async Task Receive(ClientWebSocket socket, ComfyProgress progress, Action<double> report, CancellationToken stop)
    {
        var buffer = new byte[16 * 1024];
        using var message = new MemoryStream();
        while (socket.State == WebSocketState.Open)
        {
            message.SetLength(0);
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(), stop);
                message.Write(buffer, 0, part.Count);
                if (message.Length > MessageBytesMax && part.MessageType == WebSocketMessageType.Text)
                {
                    throw new TooLargeException(MessageBytesMax);
                }

                if (part.MessageType == WebSocketMessageType.Binary)
                {
                    message.SetLength(0); // A preview; who wants to see it has no place to yet, and the picture itself follows.
                }
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Text && progress.Read(JsonElement.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))) is { } share)
            {
                report(share);
            }
        }
    }
}
