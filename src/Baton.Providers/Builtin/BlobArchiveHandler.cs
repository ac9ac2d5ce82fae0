using Baton.Client.Workers;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;

namespace Baton.Providers.Builtin;

/// <summary>Makes a link to several blobs as one archive; the archive itself is streamed when the link is read.</summary>
internal sealed class BlobArchiveHandler()
    : JobHandler<BlobArchiveInput, BlobArchiveOutput>("blobArchive", BatonJson.Default.BlobArchiveInput, BatonJson.Default.BlobArchiveOutput)
{
    protected override async Task<BlobArchiveOutput> Run(BlobArchiveInput input, IJobContext context, CancellationToken cancellationToken)
    {
        var tar = input.Format == ArchiveFormat.Tar;
        var entries = input.Entries.Select(entry => new ArchiveEntry(entry.BlobId, entry.FileName)).ToList();
        var name = string.IsNullOrWhiteSpace(input.ArchiveName) ? (tar ? "archive.tar" : "archive.zip") : input.ArchiveName;
        var link = await context.Archive(entries, name, tar, cancellationToken);
        return new BlobArchiveOutput { Url = link.Url, EntryCount = entries.Count, Format = input.Format, ExpiresAt = link.ExpiresAt };
    }
}
