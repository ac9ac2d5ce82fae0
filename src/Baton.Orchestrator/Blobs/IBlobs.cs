using Baton.Accounts;
using Baton.Client.Workers;

namespace Baton.Blobs;

/// <summary>
/// Stored bytes. Content lies on disk or in a bucket, what is known of it in the store. A blob of another account is answered as one that does not
/// exist (invariant Unseen). In workflow documents a blob's URL is <c>baton://blobs/{id}</c>; it becomes a signed URL when a caller reads it.
/// </summary>
public interface IBlobs
{
    /// <summary>Streams content in; it and its row are on disk when this returns. Throws when it is longer than <paramref name="bytesMax"/>.</summary>
    Task<BlobRecord> Add(AccountId account, Stream content, string contentType, string? jobId, MediaFacts facts, long bytesMax, CancellationToken cancellationToken);

    /// <summary>The same from a local file, which is moved where that is possible.</summary>
    Task<BlobRecord> AddFile(AccountId account, string path, string contentType, string? jobId, MediaFacts facts, CancellationToken cancellationToken);

    /// <summary>What is known of a blob of this account; null when there is none.</summary>
    Task<BlobRecord?> Find(AccountId account, BlobId id, CancellationToken cancellationToken);

    /// <summary>The same without asking whose it is: only for a caller who showed a valid signature.</summary>
    Task<BlobRecord?> FindAnyOwner(BlobId id, CancellationToken cancellationToken);

    /// <summary>Restarts the lifetime of a blob of this account.</summary>
    Task<BlobRecord?> Refresh(AccountId account, BlobId id, CancellationToken cancellationToken);

    /// <summary>Removes a blob before its time: one that nothing names any more.</summary>
    Task Remove(BlobId id);

    /// <summary>The local file with the content. Do not change it.</summary>
    string PathOf(BlobRecord blob);
}

/// <summary>What is known of a blob.</summary>
public sealed record BlobRecord(
    BlobId Id,
    AccountId Account,
    string ContentType,
    long Bytes,
    string? JobId,
    MediaFacts Facts,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt);
