namespace Baton.Client;

/// <summary>The bytes of a blob as they come in.</summary>
public sealed class BlobDownload : IDisposable
{
    private readonly HttpResponseMessage _response;

    internal BlobDownload(HttpResponseMessage response) => _response = response;

    public string? ContentType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>Null when the server does not know it beforehand, as with archives.</summary>
    public long? Bytes => _response.Content.Headers.ContentLength;

    /// <summary>What the server calls the file. It comes from outside: take no folder from it.</summary>
    public string? FileName =>
        (_response.Content.Headers.ContentDisposition?.FileNameStar ?? _response.Content.Headers.ContentDisposition?.FileName)?.Trim('"');

    /// <summary>Copies the bytes to a stream.</summary>
    public Task CopyTo(Stream target, CancellationToken cancellationToken = default) => _response.Content.CopyToAsync(target, cancellationToken);

    public void Dispose() => _response.Dispose();
}
