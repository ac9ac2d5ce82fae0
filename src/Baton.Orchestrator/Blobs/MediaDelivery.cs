using System.Net.Http.Headers;
using Baton.Client.Workers;
using Baton.Outbound;
using Microsoft.Extensions.Options;

namespace Baton.Blobs;

/// <summary>
/// Puts the result of a job to a URL of a caller, such as a presigned one of a bucket. Failures are worded for the caller and never show more of the URL than its
/// host, because paths and queries carry secrets.
/// </summary>
internal sealed class MediaDelivery(OutboundGuard guard, IOptions<OutboundOptions> options, TimeProvider time)
{
    /// <summary>A redirect is a refusal: the signature of such a URL is for one host, and what was signed for it is nobody else's to have.</summary>
    public async Task Put(string destinationUrl, string path, string contentType, CancellationToken cancellationToken)
    {
        var url = new Uri(destinationUrl);
        if (guard.WhyRefused(url) is { } reason)
        {
            throw Fail(JobFailure.Invalid, url, $"is not called: {reason}");
        }

        using var timeout = new CancellationTokenSource(options.Value.FetchTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await Send(url, path, contentType, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fail(JobFailure.Transient, url, "did not take the result in time");
        }
        catch (HttpRequestException e)
        {
            var fault = OutboundFault.Of(e);
            throw Fail(fault.IsLasting ? JobFailure.Invalid : JobFailure.Transient, url, fault.Words);
        }
    }

    private async Task Send(Uri url, string path, string contentType, CancellationToken cancellationToken)
    {
        // Buckets ask for the length beforehand; a file knows its own.
        await using var file = File.OpenRead(path);
        using var request = new HttpRequestMessage(HttpMethod.Put, url)
        {
            Content = new StreamContent(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } },
        };
        using var response = await guard.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw Fail(OutboundFault.MayPass(response.StatusCode) ? JobFailure.Transient : JobFailure.Invalid, url, $"answered with {(int)response.StatusCode}");
        }
    }

    private static JobFailedException Fail(JobFailure kind, Uri url, string what) => new(kind, $"The destination at '{url.Host}' {what}.");
}
