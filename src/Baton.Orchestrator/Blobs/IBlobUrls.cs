namespace Baton.Blobs;

/// <summary>Makes and checks signed, expiring URLs.</summary>
public interface IBlobUrls
{
    /// <summary>An absolute URL to read the blob by until it expires, under the base URL that callers reach this server by.</summary>
    SignedUrl Sign(BlobId id);

    /// <summary>The id when <paramref name="source"/> is the internal form <c>baton://blobs/{id}</c> or a URL of a blob on this server, signed or not.</summary>
    bool TryReadBlobId(string source, out BlobId id);
}

/// <summary>A URL and the time after which it answers 403.</summary>
public sealed record SignedUrl(string Url, DateTimeOffset ExpiresAt);
