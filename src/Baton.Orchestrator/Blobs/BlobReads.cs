using System.Globalization;
using Baton.Accounts;
using Baton.Contracts.Json;
using Baton.Problems;
using Baton.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Baton.Blobs;

/// <summary>Answers to those who ask for a blob by its id.</summary>
internal static class BlobReads
{
    public static Task<IResult> Get(string blobId, HttpContext http, BlobGate gate, BlobUrlSigner signer, CancellationToken cancellationToken) =>
        Answer(blobId, http, gate, (granted, query) => Redirect(http, ContentPath(http, signer, granted, query)), cancellationToken);

    public static Task<IResult> Head(string blobId, HttpContext http, BlobGate gate, BlobUrlSigner signer, CancellationToken cancellationToken) =>
        Answer(blobId, http, gate, (granted, query) => Describe(http, granted, ContentPath(http, signer, granted, query)), cancellationToken);

    public static async Task<IResult> Refresh(string blobId, HttpContext http, IBlobs blobs, IBlobUrls urls, IWithheldBlobs withheld, CancellationToken cancellationToken)
    {
        if (!BlobId.TryParse(blobId, out var id) || await blobs.Refresh(http.CallerAccount(), id, cancellationToken) is not { } blob)
        {
            return Problem.BlobNotFound.ToResult();
        }

        return await withheld.Contains(blob, cancellationToken)
            ? Problem.BlobBlocked.ToResult(BlobGate.Withheld)
            : TypedResults.Json(BlobView.Of(blob, urls.Sign(id)), BatonJson.Default.Blob);
    }

    private static async Task<IResult> Answer(
        string blobId, HttpContext http, BlobGate gate, Func<BlobAccess.Granted, BlobQuery, IResult> grant, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(http.Request);
        var query = BlobQuery.Read(reader);
        if (reader.Problem is { } problem)
        {
            return problem;
        }

        var access = await gate.Open(blobId, query, http.CallerAccountOrNull(), cancellationToken);
        return access switch
        {
            BlobAccess.Granted granted => grant(granted, query),
            BlobAccess.Denied denied => denied.Answer,
            _ => throw new System.Diagnostics.UnreachableException(access.GetType().Name),
        };
    }

    /// <summary>Where the content is, root-relative, for as long as what opened the blob lasts.</summary>
    private static string ContentPath(HttpContext http, BlobUrlSigner signer, BlobAccess.Granted granted, BlobQuery query)
    {
        var name = query.FileName is null ? null : SafeFileName.From(query.FileName, granted.Blob.Id.Value);
        return http.Request.PathBase + signer.ContentPath(new ContentLink(granted.Blob.Id, name, query.Download), granted.Until);
    }

    /// <summary>The redirect depends on who asks; the content behind it does not and is what caches keep.</summary>
    private static RedirectHttpResult Redirect(HttpContext http, string contentPath)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Redirect(contentPath);
    }

    /// <summary>A 204 has no length and no type, so what is known of the content goes into headers of its own.</summary>
    private static NoContent Describe(HttpContext http, BlobAccess.Granted granted, string contentPath)
    {
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = new EntityTagHeaderValue(BlobContent.TagOf(granted.Blob));
        headers.LastModified = granted.Blob.CreatedAt;
        http.Response.Headers.Location = contentPath;
        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers["X-Blob-Content-Type"] = granted.Blob.ContentType;
        http.Response.Headers["X-Blob-Bytes"] = granted.Blob.Bytes.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-Blob-Expires-At"] = UtcDateTimeConverter.Format(granted.Blob.ExpiresAt);
        return TypedResults.NoContent();
    }
}
