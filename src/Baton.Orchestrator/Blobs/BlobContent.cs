using Baton.Problems;
using Microsoft.Net.Http.Headers;

namespace Baton.Blobs;

/// <summary>Gives the bytes behind tokens.</summary>
internal static class BlobContent
{
    /// <summary>Content never changes under its id.</summary>
    public static string TagOf(BlobRecord blob) => $"\"{blob.Id.Value}\"";

    public static async Task<IResult> Get(string encryptedToken, HttpContext http, BlobUrlSigner signer, IBlobs blobs, TimeProvider time, CancellationToken cancellationToken)
    {
        if (signer.OpenContent(encryptedToken) is not SealedText.Genuine genuine || !ContentLink.TryParse(genuine.Text, out var link))
        {
            return Problem.BlobUrlInvalid.ToResult("Ask for the blob by its URL again and follow the redirect.");
        }

        if (genuine.HasExpired)
        {
            return Problem.BlobUrlExpired.ToResult("Fetch the workflow again, or refresh the blob, for a fresh URL.");
        }

        var blob = await blobs.FindAnyOwner(link.Blob, cancellationToken);
        if (blob is null || !File.Exists(blobs.PathOf(blob)))
        {
            return Problem.BlobNotFound.ToResult();
        }

        Describe(http.Response, blob, link, genuine.ExpiresAt - time.GetUtcNow());
        return TypedResults.PhysicalFile(
            blobs.PathOf(blob), blob.ContentType, lastModified: blob.CreatedAt, entityTag: new EntityTagHeaderValue(TagOf(blob)), enableRangeProcessing: true);
    }

    public static async Task<IResult> Archive(string encryptedToken, HttpContext http, BlobUrlSigner signer, BlobArchives archives, CancellationToken cancellationToken)
    {
        if (signer.OpenArchive(encryptedToken) is not SealedText.Genuine genuine)
        {
            return TypedResults.Challenge();
        }

        var archive = genuine.HasExpired ? null : await archives.Open(BlobId.From(genuine.Text), cancellationToken);
        return archive is null
            ? Problem.ArchiveExpired.ToResult("Run the blobArchive step again for a new link.")
            : new ArchiveResult(archive);
    }

    public static IResult Blocked(string encryptedToken, BlobUrlSigner signer) =>
        signer.OpenBlocked(encryptedToken) is SealedText.Genuine
            ? Problem.BlobBlocked.ToResult("Only content that passed moderation can be read.")
            : TypedResults.Challenge();

    /// <summary>Content comes from strangers, so a browser must take it as nothing but its type, and run none of it.</summary>
    private static void Describe(HttpResponse response, BlobRecord blob, ContentLink link, TimeSpan remaining)
    {
        var disposition = new ContentDispositionHeaderValue(link.Download ? "attachment" : "inline");
        disposition.SetHttpFileName(link.FileName ?? blob.Id.Value);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue
        {
            Public = true,
            MaxAge = remaining < TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Floor(remaining.TotalSeconds)),
            Extensions = { new NameValueHeaderValue("immutable") },
        };

        if (MediaType.CanRunInBrowser(blob.ContentType))
        {
            response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        }
    }
}
