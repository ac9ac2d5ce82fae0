using Baton.Commands;

namespace Baton.Connections;

/// <summary>The address of a server as typed.</summary>
internal static class ServerUrl
{
    public const string Default = "http://127.0.0.1:8080";

    public static Uri Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new RefusedException($"'{text}' is not the address of a server; one looks like {Default}");
}
