using Baton.Contracts.Blobs;

namespace Baton.Blobs;

/// <summary>A blob as callers see it, under a fresh URL.</summary>
internal static class BlobView
{
    public static Blob Of(BlobRecord blob, SignedUrl url) => Typed(blob) with { Url = url.Url, UrlExpiresAt = url.ExpiresAt, JobId = blob.JobId };

    private static Blob Typed(BlobRecord blob) => MediaType.KindOf(blob.ContentType) switch
    {
        MediaKind.Image => new ImageBlob { Id = blob.Id.Value, Available = true, Width = blob.Facts.Width, Height = blob.Facts.Height },
        MediaKind.Video => new VideoBlob { Id = blob.Id.Value, Available = true, Width = blob.Facts.Width, Height = blob.Facts.Height },
        MediaKind.Audio => new AudioBlob { Id = blob.Id.Value, Available = true, Duration = blob.Facts.Duration },
        MediaKind.File => new FileBlob { Id = blob.Id.Value, Available = true },
    };
}
