using Baton.Accounts;
using Baton.Client.Workers;

namespace Baton.Blobs;

/// <summary>
/// Brings a media source of a workflow to a local file, whatever form it has. Another account's blob is told apart from one that does not exist by nothing
/// (invariant Unseen).
/// </summary>
internal sealed class MediaSourceReader(IBlobs blobs, BlobUrlSigner signer, MediaDownload download)
{
    /// <summary>Throws <see cref="JobFailedException"/> with words for the caller when there is no such media or too much of it.</summary>
    /// <param name="tempDirectory">Asked for only when the content is not at hand as a blob.</param>
    public async Task<MediaFile> Fetch(AccountId account, string source, Func<string> tempDirectory, long bytesMax, CancellationToken cancellationToken)
    {
        if (IsBlob(source))
        {
            return Local(await Find(account, source, cancellationToken), bytesMax);
        }

        var path = Path.Combine(tempDirectory(), Path.GetRandomFileName());
        return InlineContent.Is(source)
            ? await Decode(source, path, bytesMax, cancellationToken)
            : await Download(source, path, bytesMax, cancellationToken);
    }

    /// <summary>A signed URL of a source that is a blob the account may read; null when it is none, or when this server has no URL that holds outside.</summary>
    public async Task<Uri?> Link(AccountId account, string source, TimeSpan lifetime, CancellationToken cancellationToken) =>
        IsBlob(source) && await Find(account, source, cancellationToken) is { } blob ? signer.SignForOutside(blob.Id, lifetime) : null;

    private bool IsBlob(string source) => source.StartsWith(BlobUrlSigner.InternalPrefix, StringComparison.Ordinal) || signer.Read(source) is not null;

    private async Task<BlobRecord?> Find(AccountId account, string source, CancellationToken cancellationToken)
    {
        if (signer.Read(source) is { Verdict: UrlVerdict.Valid } signed)
        {
            return await blobs.FindAnyOwner(signed.Id, cancellationToken);
        }

        return signer.TryReadBlobId(source, out var id) ? await blobs.Find(account, id, cancellationToken) : null;
    }

    private MediaFile Local(BlobRecord? blob, long bytesMax)
    {
        if (blob is null || !File.Exists(blobs.PathOf(blob)))
        {
            throw Invalid("The media source names a blob that does not exist.");
        }

        return blob.Bytes <= bytesMax
            ? new MediaFile(blobs.PathOf(blob), blob.ContentType, blob.Bytes)
            : throw Invalid($"The blob '{blob.Id}' has {blob.Bytes} bytes; a media source may have {bytesMax}.");
    }

    private static async Task<MediaFile> Decode(string source, string path, long bytesMax, CancellationToken cancellationToken)
    {
        var content = InlineContent.Decode(source, bytesMax) switch
        {
            InlineContent.Decoded decoded => decoded,
            InlineContent.Broken broken => throw Invalid($"The media source {broken.Reason}."),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
        await File.WriteAllBytesAsync(path, content.Bytes, cancellationToken);
        return Typed(path, content.DeclaredType);
    }

    private async Task<MediaFile> Download(string source, string path, long bytesMax, CancellationToken cancellationToken) =>
        Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Host.Length > 0
            ? Typed(path, await download.Fetch(url, path, bytesMax, cancellationToken))
            : throw Invalid("The media source is none that can be read. It is the URL of a blob, an https URL, a data URL or Base64.");

    /// <summary>The type by the first bytes; what was declared is only believed when they do not tell.</summary>
    private static MediaFile Typed(string path, string? declared)
    {
        Span<byte> head = stackalloc byte[MediaSniffer.BytesNeeded];
        using var file = File.OpenRead(path);
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var type = MediaSniffer.Sniff(head[..length]) ?? (declared is null ? null : MediaType.Named(declared)) ?? MediaType.Binary;
        return length > 0 ? new MediaFile(path, type.Name, file.Length) : throw Invalid("The media source is empty.");
    }

    private static JobFailedException Invalid(string message) => new(JobFailure.Invalid, message);
}
