using Baton.Accounts;
using Baton.Blobs;
using Baton.Jobs;
using Baton.Storage;

namespace Baton.Workers;

/// <summary>Keeps what callers may see of a result while it is made.</summary>
internal sealed partial class JobPreviews(BlobReception reception, IBlobs blobs, ILogger<JobPreviews> logger)
{
    public const int BytesMax = 64 * 1024;

    /// <summary>The blob that a worker names, or the one that its data URL becomes; or what is wrong with it.</summary>
    public async Task<JobPreview> Read(AccountId account, JobId job, string preview, CancellationToken cancellationToken)
    {
        if (BlobId.TryParse(preview, out var id))
        {
            return await blobs.Find(account, id, cancellationToken) is { } blob && blob.JobId == job.Value
                ? new JobPreview.Named(id)
                : new JobPreview.Refused($"The blob '{id}' was not uploaded for this job.");
        }

        if (!InlineContent.Is(preview))
        {
            return new JobPreview.Refused("A preview is a data URL of a picture, or the id of a blob that was uploaded for the job.");
        }

        var content = InlineContent.Decode(preview, BytesMax);
        return content switch
        {
            InlineContent.Decoded decoded => await Keep(account, job, decoded.Bytes, decoded.DeclaredType, cancellationToken),
            InlineContent.Broken broken => new JobPreview.Refused($"The preview {broken.Reason}."),
            _ => throw new System.Diagnostics.UnreachableException(content.GetType().Name),
        };
    }

    /// <summary>Stores a picture of a job of this account.</summary>
    public async Task<JobPreview> Keep(AccountId account, JobId job, byte[] picture, string? declaredType, CancellationToken cancellationToken)
    {
        // Before it is stored: what is no picture would only have to be removed again.
        if (MediaSniffer.Sniff(picture) is not { Kind: MediaKind.Image })
        {
            return new JobPreview.Refused("The preview is not a picture.");
        }

        using var stream = new MemoryStream(picture, writable: false);
        return await reception.Receive(account, stream, declaredType, job.Value, BytesMax, cancellationToken) switch
        {
            ReceivedBlob.Stored stored => new JobPreview.Stored(stored.Blob.Id),
            ReceivedBlob.WrongType wrong => new JobPreview.Refused(wrong.Reason),
            ReceivedBlob.TooLarge => new JobPreview.Refused($"The preview has more than {BytesMax} bytes."),
            _ => new JobPreview.Refused("The preview is empty."),
        };
    }

    /// <summary>Removes pictures that nobody is shown any more. One that cannot be removed stays until it expires; no report may fail for that.</summary>
    public Task Remove(IEnumerable<BlobId> previews) => Task.WhenAll(previews.Select(Remove));

    private async Task Remove(BlobId preview)
    {
        try
        {
            await blobs.Remove(preview);
        }
        catch (Exception e) when (e is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(logger, preview, e);
        }
    }
}

/// <summary>What came of a preview.</summary>
internal abstract record JobPreview
{
    private JobPreview()
    {
    }

    public abstract BlobId? Blob { get; }

    /// <summary>A blob that the worker had uploaded, and that may be part of its output.</summary>
    public sealed record Named(BlobId Id) : JobPreview
    {
        public override BlobId? Blob => Id;
    }

    /// <summary>A blob that is only for show, and goes when it is overtaken.</summary>
    public sealed record Stored(BlobId Id) : JobPreview
    {
        public override BlobId? Blob => Id;
    }

    /// <summary>Why it cannot be shown, in words for the worker's author.</summary>
    public sealed record Refused(string Reason) : JobPreview
    {
        public override BlobId? Blob => null;
    }
}
