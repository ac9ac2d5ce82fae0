using System.Net;
using System.Net.Sockets;
using Baton.Client;
using Microsoft.Extensions.Options;

namespace Baton.Outbound;

/// <summary>
/// The one way to call a URL that a caller gave. What counts is the address that is connected to: it is checked after the name was resolved, and the
/// checked address itself is dialled, so a name that changes its answer gains nothing.
/// </summary>
internal sealed class OutboundGuard : IDisposable
{
    private readonly OutboundOptions _options;
    private readonly IOutboundDialer _dialer;

    public OutboundGuard(IOptions<OutboundOptions> options)
        : this(options, new SocketDialer())
    {
    }

    internal OutboundGuard(IOptions<OutboundOptions> options, IOutboundDialer dialer)
    {
        _options = options.Value;
        _dialer = dialer;
        Client = new HttpClient(new DroppedConnections(MakeHandler()), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        Client.DefaultRequestHeaders.UserAgent.ParseAdd("Baton/1.0");
    }

    /// <summary>
    /// Follows no redirects, uses no proxy and keeps no cookies. It has no time limit of its own: give each call a token that ends. Check the URL first.
    /// </summary>
    public HttpClient Client { get; }

    /// <summary>Why this URL may not be called, in words for the caller; null when its form is fine. Says nothing yet of the address behind its name.</summary>
    public string? WhyRefused(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
        {
            return "it is not an absolute URL";
        }

        return WhyRefused(parsed);
    }

    public string? WhyRefused(Uri url) => url switch
    {
        { IsAbsoluteUri: false } => "it is not an absolute URL",
        _ when url.Scheme != Uri.UriSchemeHttps && !(_options.AllowLoopback && url.Scheme == Uri.UriSchemeHttp) => "only https URLs are called",
        { UserInfo.Length: > 0 } => "it has a user name or a password in it",
        { Host.Length: 0 } => "it has no host",
        _ when IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && !MayCall(address) => "its address is not on the public internet",
        _ => null,
    };

    public void Dispose() => Client.Dispose();

    private SocketsHttpHandler MakeHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = _options.ConnectTimeout,
        ConnectCallback = (context, cancellationToken) => Connect(context.DnsEndPoint, cancellationToken),
        MaxResponseHeadersLength = 64,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    };

    private async ValueTask<Stream> Connect(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = await _dialer.Resolve(target.Host, cancellationToken);

        // All or nothing: a name with one public and one private address is an attack or a mistake.
        if (addresses.Length == 0 || !addresses.All(MayCall))
        {
            throw new OutboundRefusedException($"the address of '{target.Host}' is not on the public internet");
        }

        return await ConnectToFirst(addresses, target.Port, cancellationToken);
    }

    private async Task<Stream> ConnectToFirst(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        for (var index = 0; ; index++)
        {
            try
            {
                return await _dialer.Connect(new IPEndPoint(addresses[index], port), cancellationToken);
            }
            catch (SocketException) when (index + 1 < addresses.Length)
            {
                // The next address may answer; if none does, the fault of the last one is told.
            }
        }
    }

    private bool MayCall(IPAddress address) =>
        OutboundAddresses.IsPublic(address) || (_options.AllowLoopback && OutboundAddresses.IsLoopback(address));
}
