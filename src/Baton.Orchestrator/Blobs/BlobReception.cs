using Baton.Accounts;
using Baton.Client.Workers;
using Microsoft.Extensions.Options;

namespace Baton.Blobs;

/// <summary>
/// Takes content from callers. Its type is told from its first bytes, before the rest is read; what the caller declares must agree with that. Nothing is
/// decoded and nothing is held in memory.
/// </summary>
internal sealed class BlobReception(IBlobs blobs, BlobFiles files, IOptions<BlobOptions> options)
{
    public Task<ReceivedBlob> Receive(AccountId account, Stream content, string? declaredType, string? jobId, CancellationToken cancellationToken) =>
        Receive(account, content, declaredType, jobId, options.Value.UploadBytesMax, cancellationToken);

    /// <summary>Stores what the stream holds, or says what is wrong with it.</summary>
    public async Task<ReceivedBlob> Receive(AccountId account, Stream content, string? declaredType, string? jobId, long bytesMax, CancellationToken cancellationToken)
    {
        var head = new byte[MediaSniffer.BytesNeeded];
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (length == 0)
        {
            return new ReceivedBlob.Empty();
        }

        var verdict = MediaTyping.Decide(head.AsSpan(0, length), declaredType);
        return verdict switch
        {
            TypeVerdict.Is known => await Store(account, head.AsMemory(0, length), content, known.Type, jobId, bytesMax, cancellationToken),
            TypeVerdict.Refused refused => new ReceivedBlob.WrongType(refused.Reason),
            _ => throw new System.Diagnostics.UnreachableException(verdict.GetType().Name),
        };
    }

    private async Task<ReceivedBlob> Store(
        AccountId account, ReadOnlyMemory<byte> head, Stream rest, MediaType type, string? jobId, long bytesMax, CancellationToken cancellationToken)
    {
        var path = files.NewIncomingPath();
        try
        {
            await using (var file = IncomingFile.Create(path))
            {
                await file.Append(head, bytesMax, cancellationToken);
                await file.Append(rest, bytesMax, cancellationToken);
            }

            return new ReceivedBlob.Stored(await blobs.AddFile(account, path, type.Name, jobId, ReadFacts(type, path), cancellationToken));
        }
        catch (ContentTooLargeException e)
        {
            return new ReceivedBlob.TooLarge(e.BytesMax);
        }
        finally
        {
            BlobFiles.Remove(path);
        }
    }

    private static MediaFacts ReadFacts(MediaType type, string path)
    {
        if (type.Kind != MediaKind.Image)
        {
            return new MediaFacts();
        }

        using var content = File.OpenRead(path);
        return ImageHeader.Read(type, content);
    }
}

/// <summary>What came of content that a caller sent.</summary>
internal abstract record ReceivedBlob
{
    private ReceivedBlob()
    {
    }

    public sealed record Stored(BlobRecord Blob) : ReceivedBlob;

    public sealed record Empty : ReceivedBlob;

    public sealed record TooLarge(long BytesMax) : ReceivedBlob;

    /// <summary>Not a type that is stored, or not the one that was declared; the reason says which, for the caller.</summary>
    public sealed record WrongType(string Reason) : ReceivedBlob;
}
