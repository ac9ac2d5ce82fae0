using Baton.Accounts;
using Baton.Client.Workers;
using Baton.Ids;
using Microsoft.Extensions.Options;

namespace Baton.Blobs;

/// <summary>
/// Blobs with their content in files and what is known of them in SQLite. Content comes first and its row last, each on disk before the next step
/// (invariant Durable): a crash in between leaves a file that nobody can name, never a row without content.
/// </summary>
internal sealed class DiskBlobs(BlobFiles files, BlobRows rows, IIds ids, IOptions<BlobOptions> options, TimeProvider time) : IBlobs
{
    public async Task<BlobRecord> Add(
        AccountId account, Stream content, string contentType, string? jobId, MediaFacts facts, long bytesMax, CancellationToken cancellationToken)
    {
        var path = files.NewIncomingPath();
        try
        {
            await using (var file = IncomingFile.Create(path))
            {
                await file.Append(content, bytesMax, cancellationToken);
            }

            return await AddFile(account, path, contentType, jobId, facts, cancellationToken);
        }
        finally
        {
            BlobFiles.Remove(path);
        }
    }

    public async Task<BlobRecord> AddFile(
        AccountId account, string path, string contentType, string? jobId, MediaFacts facts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // To the millisecond, as the row keeps it, so that what is answered now and what is read later agree.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var id = ids.NewBlobId(MediaType.ExtensionOf(contentType));
        var blob = new BlobRecord(id, account, contentType, new FileInfo(path).Length, jobId, facts, now, now + options.Value.Lifetime);
        await Task.Run(() => files.Adopt(path, id), CancellationToken.None);
        try
        {
            await rows.Insert(blob);
        }
        catch
        {
            files.Delete(id);
            throw;
        }

        return blob;
    }

    public async Task<BlobRecord?> Find(AccountId account, BlobId id, CancellationToken cancellationToken) =>
        await FindAnyOwner(id, cancellationToken) is { } blob && blob.Account == account ? blob : null;

    public Task<BlobRecord?> FindAnyOwner(BlobId id, CancellationToken cancellationToken) => rows.Find(id, time.GetUtcNow(), cancellationToken);

    public async Task<BlobRecord?> Refresh(AccountId account, BlobId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await rows.ExtendOwned(account, id, now, now + options.Value.Lifetime) ? await Find(account, id, cancellationToken) : null;
    }

    /// <summary>Content first, as the sweep does it: after a crash in between the row is still there to be found.</summary>
    public Task Remove(BlobId id)
    {
        files.Delete(id);
        return rows.Delete([id]);
    }

    public string PathOf(BlobRecord blob) => files.PathOf(blob.Id);
}
