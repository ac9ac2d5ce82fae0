using Baton.Contracts.Json;

namespace Baton.Blobs;

/// <summary>201 with the blob that was made. The framework's own result would write it by the host's settings and not as Baton writes.</summary>
internal sealed class CreatedBlob(BlobRecord blob, SignedUrl url) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = url.Url;
        return TypedResults.Json(BlobView.Of(blob, url), BatonJson.Default.Blob, statusCode: StatusCodes.Status201Created).ExecuteAsync(httpContext);
    }
}
