using System.Net.Http.Headers;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;

namespace Baton.Client;

public sealed partial class BatonClient
{
    private const string Blobs = "/v2/consumer/blobs";

    /// <summary>Streams bytes in, however long that takes.</summary>
    public async Task<Blob> UploadBlob(Stream content, string contentType, CancellationToken cancellationToken = default)
    {
        var body = new StreamContent(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
        using var response = await Send(Request(HttpMethod.Post, Blobs, body), HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ReadBody(response, BatonJson.Default.Blob, cancellationToken);
    }

    /// <summary>Where to POST the bytes of one blob without a token.</summary>
    public Task<ConsumerBlobPresignResponse> PresignUpload(CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, $"{Blobs}/upload"), BatonJson.Default.ConsumerBlobPresignResponse, cancellationToken);

    /// <summary>Restarts the lifetime of a blob and signs a new URL for it.</summary>
    public Task<Blob> RefreshBlob(string blobId, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Post, $"{Blobs}/{Escape(blobId)}/refresh"), BatonJson.Default.Blob, cancellationToken);

    /// <summary>The bytes of a blob that belongs to the token's account.</summary>
    public async Task<BlobDownload> DownloadBlob(string blobId, CancellationToken cancellationToken = default) =>
        new(await SendInTime(Request(HttpMethod.Get, $"{Blobs}/{Escape(blobId)}"), HttpCompletionOption.ResponseHeadersRead, cancellationToken));

    /// <summary>The bytes behind a signed URL. The signature is the permission, so the token stays here.</summary>
    public async Task<BlobDownload> DownloadBlob(Uri signedUrl, CancellationToken cancellationToken = default) =>
        new(await SendInTime(new HttpRequestMessage(HttpMethod.Get, signedUrl), HttpCompletionOption.ResponseHeadersRead, cancellationToken));
}
