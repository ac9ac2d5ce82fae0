using System.Net;
using Baton.Client.Workers;
using Baton.Outbound;
using Microsoft.Extensions.Options;

namespace Baton.Blobs;

/// <summary>
/// Fetches a media source from a URL of a caller to a file. Failures are worded for the caller and never show more of the URL than its host, because paths
/// and queries carry secrets.
/// </summary>
internal sealed class MediaDownload(OutboundGuard guard, IOptions<OutboundOptions> options, TimeProvider time)
{
    private const int RedirectsMax = 3;

    /// <summary>Writes the content to <paramref name="path"/> and returns its declared type.</summary>
    public async Task<string?> Fetch(Uri url, string path, long bytesMax, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Value.FetchTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await Follow(url, either.Token);
            return await Save(response, url, path, bytesMax, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fail(JobFailure.Transient, url, "did not answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var fault = OutboundFault.Of(e);
            throw Fail(fault.IsLasting ? JobFailure.Invalid : JobFailure.Transient, url, fault.Words);
        }
    }

    private async Task<HttpResponseMessage> Follow(Uri url, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            if (guard.WhyRefused(url) is { } reason)
            {
                throw Fail(JobFailure.Invalid, url, $"is not called: {reason}");
            }

            var response = await guard.Client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!IsRedirect(response.StatusCode))
            {
                return response;
            }

            var location = response.Headers.Location;
            response.Dispose();
            if (redirects == RedirectsMax)
            {
                throw Fail(JobFailure.Invalid, url, $"redirects more than {RedirectsMax} times");
            }

            url = location is not null && Uri.TryCreate(url, location, out var next) ? next : throw Fail(JobFailure.Invalid, url, "redirects to nowhere");
        }
    }

    private static async Task<string?> Save(HttpResponseMessage response, Uri url, string path, long bytesMax, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw Fail(OutboundFault.MayPass(response.StatusCode) ? JobFailure.Transient : JobFailure.Invalid, url, $"answered with {(int)response.StatusCode}");
        }

        if (response.Content.Headers.ContentLength > bytesMax)
        {
            throw Fail(JobFailure.Invalid, url, $"gives more than {bytesMax} bytes");
        }

        try
        {
            await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using var file = IncomingFile.Create(path);
            await file.Append(content, bytesMax, cancellationToken);
        }
        catch (ContentTooLargeException)
        {
            throw Fail(JobFailure.Invalid, url, $"gives more than {bytesMax} bytes");
        }

        return response.Content.Headers.ContentType?.MediaType;
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static JobFailedException Fail(JobFailure kind, Uri url, string what) => new(kind, $"The media source at '{url.Host}' {what}.");
}
