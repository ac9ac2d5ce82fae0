using Baton.Accounts;
using Baton.Client.Workers;

namespace Baton.Blobs;

/// <summary>
/// Brings a media source of a workflow to a local file, whatever form it has. Another account's blob is told apart from one that does not exist by nothing
/// (invariant Unseen).
/// </summary>
internal sealed class MediaSourceReader(IBlobs blobs, BlobUrlSigner signer, MediaDownload download)
{
    private static readonly JobFailedException NotFound = new(JobFailure.Invalid, "The media source names a blob that does not exist.");

    /// <summary>Throws <see cref="JobFailedException"/> with words for the caller when there is no such media or too much of it.</summary>
    public async Task<MediaFile> Fetch(AccountId account, string source, string tempDirectory, long bytesMax, CancellationToken cancellationToken)
    {
        if (source.StartsWith(BlobUrlSigner.InternalPrefix, StringComparison.Ordinal))
        {
            return signer.TryReadBlobId(source, out var id) && await blobs.Find(account, id, cancellationToken) is { } own ? Local(own, bytesMax) : throw Missing();
        }

        if (signer.Read(source) is { } link)
        {
            return await Find(account, link.Id, link.Verdict, cancellationToken) is { } blob ? Local(blob, bytesMax) : throw Missing();
        }

        return InlineContent.Is(source)
            ? await Decode(source, tempDirectory, bytesMax, cancellationToken)
            : await Download(source, tempDirectory, bytesMax, cancellationToken);
    }

    private Task<BlobRecord?> Find(AccountId account, BlobId id, UrlVerdict verdict, CancellationToken cancellationToken) =>
        verdict == UrlVerdict.Valid ? blobs.FindAnyOwner(id, cancellationToken) : blobs.Find(account, id, cancellationToken);

    private MediaFile Local(BlobRecord blob, long bytesMax)
    {
        if (blob.Bytes > bytesMax)
        {
            throw new JobFailedException(JobFailure.Invalid, $"The blob '{blob.Id}' has {blob.Bytes} bytes; a media source may have {bytesMax}.");
        }

        var path = blobs.PathOf(blob);
        return File.Exists(path) ? new MediaFile(path, blob.ContentType, blob.Bytes) : throw Missing();
    }

    private static async Task<MediaFile> Decode(string source, string tempDirectory, long bytesMax, CancellationToken cancellationToken)
    {
        if (InlineContent.Decode(source, bytesMax) is not InlineContent.Decoded content)
        {
            throw new JobFailedException(JobFailure.Invalid, $"The media source {((InlineContent.Broken)InlineContent.Decode(source, bytesMax)).Reason}.");
        }

        var path = NewPath(tempDirectory);
        await File.WriteAllBytesAsync(path, content.Bytes, cancellationToken);
        return Typed(path, content.DeclaredType);
    }

    private async Task<MediaFile> Download(string source, string tempDirectory, long bytesMax, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            throw new JobFailedException(JobFailure.Invalid, "The media source is not a URL that can be called. It is the URL of a blob, an https URL, a data URL or Base64.");
        }

        var path = NewPath(tempDirectory);
        return Typed(path, await download.Fetch(url, path, bytesMax, cancellationToken));
    }

    /// <summary>The type by the first bytes; what was declared is only believed when they do not tell.</summary>
    private static MediaFile Typed(string path, string? declared)
    {
        Span<byte> head = stackalloc byte[MediaSniffer.BytesNeeded];
        using var file = File.OpenRead(path);
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var type = MediaSniffer.Sniff(head[..length]) ?? (declared is null ? null : MediaType.Named(declared)) ?? MediaType.Binary;
        return length == 0
            ? throw new JobFailedException(JobFailure.Invalid, "The media source is empty.")
            : new MediaFile(path, type.Name, file.Length);
    }

    private static string NewPath(string tempDirectory) => Path.Combine(tempDirectory, Path.GetRandomFileName());

    private static JobFailedException Missing() => new(NotFound.Kind, NotFound.Message);
}
