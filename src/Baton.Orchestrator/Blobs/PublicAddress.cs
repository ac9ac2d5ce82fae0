using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Baton.Blobs;

/// <summary>Under which URL callers reach this server.</summary>
internal sealed class PublicAddress(IHttpContextAccessor http, IServer server, IOptions<BlobOptions> options)
{
    private const string Fallback = "http://localhost";

    /// <summary>What the operator says, without a slash at the end; null when nothing is said.</summary>
    public string? Configured => options.Value.PublicUrl?.TrimEnd('/');

    /// <summary>Without a slash at the end.</summary>
    public string Base() => Configured ?? OfRequest() ?? Listening().FirstOrDefault() ?? Fallback;

    /// <summary>Whether the URL has the scheme, host and port of this server, as far as that is known here.</summary>
    public bool IsKnown(Uri url) =>
        Known().Any(known => Uri.TryCreate(known, UriKind.Absolute, out var other)
            && Uri.Compare(url, other, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0);

    private IEnumerable<string> Known() => Listening()
        .Concat(options.Value.PublicUrl is { } configured ? [configured] : [])
        .Concat(OfRequest() is { } current ? [current] : []);

    private string? OfRequest() =>
        http.HttpContext?.Request is { Host.HasValue: true } request ? $"{request.Scheme}://{request.Host}{request.PathBase}" : null;

    /// <summary>What listens on every address is reached from this machine as localhost.</summary>
    private IEnumerable<string> Listening() =>
        (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            .Select(listening => listening.TrimEnd('/')
                .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
                .Replace("://[::]", "://localhost", StringComparison.Ordinal)
                .Replace("://*", "://localhost", StringComparison.Ordinal)
                .Replace("://+", "://localhost", StringComparison.Ordinal));
}
