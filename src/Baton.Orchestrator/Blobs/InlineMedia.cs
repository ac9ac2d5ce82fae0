using Baton.Accounts;
using Microsoft.Extensions.Options;

namespace Baton.Blobs;

/// <summary>Moves content that a caller put into a document itself to the blob store, so that documents stay small.</summary>
internal sealed class InlineMedia(BlobReception reception, IOptions<BlobOptions> options)
{
    /// <summary>Whether the source holds its content itself, so that it has to be stored.</summary>
    public static bool IsInline(string source) => InlineContent.Is(source);

    /// <summary>Stores a data URL or Base64 as a blob of the account, or says what is wrong with it.</summary>
    public async Task<StoredInline> Store(AccountId account, string source, CancellationToken cancellationToken)
    {
        var content = InlineContent.Decode(source, options.Value.InlineBytesMax);
        return content switch
        {
            InlineContent.Decoded decoded => await Store(account, decoded, cancellationToken),
            InlineContent.Broken broken => Refuse(broken.Reason),
            _ => throw new System.Diagnostics.UnreachableException(content.GetType().Name),
        };
    }

    private async Task<StoredInline> Store(AccountId account, InlineContent.Decoded content, CancellationToken cancellationToken)
    {
        // Many words are well-formed Base64 by chance; without a declared type the bytes must show that they are media.
        if (content is { DeclaredType: null, Bytes.Length: > 0 } && MediaSniffer.Sniff(content.Bytes) is null)
        {
            return Refuse("is neither a URL nor Base64 of media that could be told by its first bytes");
        }

        using var stream = new MemoryStream(content.Bytes, writable: false);
        var received = await reception.Receive(account, stream, content.DeclaredType, jobId: null, options.Value.InlineBytesMax, cancellationToken);
        return received switch
        {
            ReceivedBlob.Stored stored => new StoredInline.Done(BlobUrlSigner.InternalUrl(stored.Blob.Id), stored.Blob.Id),
            ReceivedBlob.Empty => Refuse("is empty"),
            ReceivedBlob.TooLarge tooLarge => Refuse($"holds more than {tooLarge.BytesMax} bytes itself; upload it as a blob and give its URL"),
            ReceivedBlob.WrongType wrong => new StoredInline.Refused(wrong.Reason),
            _ => throw new System.Diagnostics.UnreachableException(received.GetType().Name),
        };
    }

    private static StoredInline.Refused Refuse(string reason) => new($"The media source {reason}.");
}

/// <summary>What came of content in a document.</summary>
internal abstract record StoredInline
{
    private StoredInline()
    {
    }

    /// <summary>It is a blob now; the URL, in the internal form, stands for it in the document.</summary>
    public sealed record Done(string Url, BlobId Blob) : StoredInline;

    /// <summary>It is no media, or broken, or too large; the message is for the caller.</summary>
    public sealed record Refused(string Message) : StoredInline;
}
