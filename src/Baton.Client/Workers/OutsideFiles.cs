using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Baton.Outbound;

namespace Baton.Client.Workers;

/// <summary>
/// Brings media sources to files, and files to where callers want them. The URLs come from callers, so what counts is the address that is connected to: it is checked after the name was resolved, and the
/// checked address itself is dialled, also after a redirect. The server itself may lie anywhere.
/// </summary>
internal sealed class OutsideFiles : IDisposable
{
    private const int RedirectsMax = 3;
    private const string UnknownType = "application/octet-stream";

    private readonly BatonWorkerOptions _options;
    private readonly HttpClient _http;

    public OutsideFiles(BatonWorkerOptions options)
    {
        _options = options;
        var handler = new SocketsHttpHandler { MaxAutomaticRedirections = RedirectsMax, UseCookies = false };
        if (!options.AllowPrivateSources)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = (context, cancellationToken) => Connect(context.DnsEndPoint, cancellationToken);
        }

        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Failures are worded for the caller, and show no more of a URL than its host.</summary>
    public async Task<MediaFile> Fetch(string source, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName());
        if (!Uri.TryCreate(source, UriKind.Absolute, out var url) || url.Scheme == "data")
        {
            return await Decode(source, path, cancellationToken);
        }

        return await Call(url, limit => Download(url, path, limit), "could not be read", cancellationToken);
    }

    /// <summary>Puts a file to a URL of the caller's.</summary>
    public async Task Put(string path, string contentType, string destinationUrl, CancellationToken cancellationToken)
    {
        var url = Uri.TryCreate(destinationUrl, UriKind.Absolute, out var parsed) ? parsed : throw new JobFailedException(JobFailure.Invalid, "The destination is no absolute URL.");
        await Call(url, async limit =>
        {
            await using var content = File.OpenRead(path);
            using var body = new StreamContent(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
            using var response = await _http.PutAsync(url, body, limit);
            return response.IsSuccessStatusCode ? true : throw Refused(url, response.StatusCode);
        }, "could not be written", cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> Call<T>(Uri url, Func<CancellationToken, Task<T>> call, string trouble, CancellationToken cancellationToken)
    {
        if (url.Scheme != Uri.UriSchemeHttps && !IsServer(url) && !(_options.AllowPrivateSources && url.Scheme == Uri.UriSchemeHttp))
        {
            throw new JobFailedException(JobFailure.Invalid, "Of URLs outside only https ones are called.");
        }

        using var timeout = new CancellationTokenSource(_options.FetchTimeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await call(either.Token);
        }
        catch (HttpRequestException e) when (e.InnerException is JobFailedException refused)
        {
            throw refused;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new JobFailedException(JobFailure.Transient, $"The file at {url.Host} {trouble}.", e);
        }
    }

    private async Task<MediaFile> Download(Uri url, string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw Refused(url, response.StatusCode);
        }

        if (response.Content.Headers.ContentLength > _options.FetchBytesMax)
        {
            throw TooLarge();
        }

        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var file = File.Create(path);
        var bytes = await Copy(content, file, cancellationToken);
        return new MediaFile(path, response.Content.Headers.ContentType?.MediaType ?? UnknownType, bytes);
    }

    private async Task<long> Copy(Stream content, Stream file, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        long bytes = 0;
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            bytes += read;
            if (bytes > _options.FetchBytesMax)
            {
                throw TooLarge();
            }

            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return bytes;
    }

    /// <summary>A data URL, or plain Base64.</summary>
    private static async Task<MediaFile> Decode(string source, string path, CancellationToken cancellationToken)
    {
        var comma = source.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? source.IndexOf(',', StringComparison.Ordinal) : -1;
        var header = comma < 0 ? "" : source[5..comma];
        var type = header.Split(';')[0];
        try
        {
            var text = source[(comma + 1)..];
            var bytes = comma >= 0 && !header.EndsWith(";base64", StringComparison.OrdinalIgnoreCase)
                ? System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(text))
                : Convert.FromBase64String(comma >= 0 ? Uri.UnescapeDataString(text) : text);
            await File.WriteAllBytesAsync(path, bytes, cancellationToken);
            return new MediaFile(path, type.Length == 0 ? UnknownType : type, bytes.Length);
        }
        catch (FormatException e)
        {
            throw new JobFailedException(JobFailure.Invalid, "The media source is neither a URL nor well-formed Base64.", e);
        }
    }

    private async ValueTask<Stream> Connect(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        if (!IsServer(target) && !addresses.All(OutboundAddresses.IsPublic))
        {
            throw new JobFailedException(JobFailure.Invalid, $"The address of '{target.Host}' is not on the public internet.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsServer(Uri url) => Uri.Compare(url, _options.Server, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private bool IsServer(DnsEndPoint target) => target.Port == _options.Server.Port && string.Equals(target.Host, _options.Server.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>What the server itself refuses has expired on the way, which is not the caller's fault.</summary>
    private JobFailedException Refused(Uri url, HttpStatusCode status)
    {
        var kind = (int)status is >= 400 and < 500 and not (408 or 429) && !IsServer(url) ? JobFailure.Invalid : JobFailure.Transient;
        return new JobFailedException(kind, $"The file at {url.Host} answered {(int)status}.");
    }

    private JobFailedException TooLarge() => new(JobFailure.Invalid, $"The media source has more than {_options.FetchBytesMax} bytes.");
}
