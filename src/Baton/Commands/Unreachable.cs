using System.Net.Sockets;

namespace Baton.Commands;

/// <summary>Says why the server could not be asked, and what to do about it.</summary>
internal static class Unreachable
{
    public static IReadOnlyList<string> Lines(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
            [$"no server listens there: {exception.Message}", "  Start one with: baton serve"],
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            [$"the server's name is unknown: {exception.Message}", "  Check --url."],
        _ => [$"the server cannot be reached: {exception.Message}"],
    };
}
