using System.Text.Json;
using Baton.Accounts;
using Baton.Client.Workers;
using Microsoft.Extensions.Options;

namespace Baton.Blobs;

/// <summary>
/// Links to several blobs as one archive. The link names a manifest, itself a small blob of the account, because a thousand entries do not fit into a URL.
/// The archive is made when it is read, so it takes no space.
/// </summary>
internal sealed class BlobArchives(IBlobs blobs, BlobUrlSigner signer, IOptions<BlobOptions> options, TimeProvider time)
{
    private const int ManifestBytesMax = 4 << 20;

    /// <summary>Throws <see cref="JobFailedException"/> of kind <c>Invalid</c> when the account has not all of the blobs.</summary>
    public async Task<ArchiveLink> Create(
        AccountId account, string? jobId, IReadOnlyList<ArchiveEntry> entries, string archiveName, bool tar, CancellationToken cancellationToken)
    {
        var found = new List<BlobRecord>(entries.Count);
        foreach (var entry in entries)
        {
            found.Add(await Find(account, entry.BlobId, cancellationToken));
        }

        var manifest = new ArchiveManifest(archiveName, tar, [.. Name(entries, found)]);
        using var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, ArchiveJson.Default.ArchiveManifest));
        var stored = await blobs.Add(account, content, MediaType.ArchiveManifest.Name, jobId, new MediaFacts(), ManifestBytesMax, cancellationToken);
        return signer.SignArchive(stored.Id, EarliestEnd(found));
    }

    /// <summary>What the archive holds; null when any of it is no longer there.</summary>
    public async Task<OpenArchive?> Open(BlobId manifestId, CancellationToken cancellationToken)
    {
        if (await blobs.FindAnyOwner(manifestId, cancellationToken) is not { } stored || !File.Exists(blobs.PathOf(stored)))
        {
            return null;
        }

        var manifest = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(blobs.PathOf(stored), cancellationToken), ArchiveJson.Default.ArchiveManifest)!;
        var members = new List<ArchiveMember>(manifest.Members.Count);
        foreach (var member in manifest.Members)
        {
            if (await blobs.Find(stored.Account, BlobId.From(member.Blob), cancellationToken) is not { } blob || !File.Exists(blobs.PathOf(blob)))
            {
                return null;
            }

            members.Add(new ArchiveMember(member.Name, blobs.PathOf(blob), blob.CreatedAt));
        }

        return new OpenArchive(manifest.Name, manifest.Tar, members);
    }

    private async Task<BlobRecord> Find(AccountId account, string blobId, CancellationToken cancellationToken) =>
        BlobId.TryParse(blobId, out var id) && await blobs.Find(account, id, cancellationToken) is { } blob
            ? blob
            : throw new JobFailedException(JobFailure.Invalid, $"There is no blob '{blobId}'.");

    private static IEnumerable<ArchivedBlob> Name(IReadOnlyList<ArchiveEntry> entries, List<BlobRecord> found)
    {
        var names = new EntryNames();
        for (var index = 0; index < entries.Count; index++)
        {
            var id = found[index].Id.Value;
            yield return new ArchivedBlob(id, names.Next(SafeFileName.From(entries[index].FileName, id)));
        }
    }

    // A link that outlives what it gives would promise too much.
    private DateTimeOffset EarliestEnd(List<BlobRecord> found) =>
        found.Select(blob => blob.ExpiresAt).Append(time.GetUtcNow() + options.Value.ArchiveUrlLifetime).Min();
}

/// <summary>An archive whose content is all there.</summary>
internal sealed record OpenArchive(string Name, bool Tar, IReadOnlyList<ArchiveMember> Members);

/// <summary>A file in an archive.</summary>
internal sealed record ArchiveMember(string Name, string Path, DateTimeOffset CreatedAt);
