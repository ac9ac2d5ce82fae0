using Baton.Contracts.Blobs;
using Baton.Problems;
using Baton.Requests;

namespace Baton.Blobs;

/// <summary>
/// Blobs over HTTP. Most of these answer without a bearer token when the URL is signed, so they let everybody in and look at the signature themselves.
/// </summary>
internal static class BlobEndpoints
{
    public static RouteGroupBuilder MapBlobs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(BlobUrlSigner.Path).WithTags("Blobs");

        group.MapGet("/upload", BlobUploads.Presign).WithName("GetConsumerBlobUploadUrl").RequireAuthorization()
            .WithSummary("Makes a URL to which the bytes of a blob can be POSTed without a bearer token.")
            .Produces<ConsumerBlobPresignResponse>().Refuses();
        group.MapPost("/", BlobUploads.Upload).WithName("UploadConsumerBlob").AllowAnonymous()
            .WithSummary("Stores the bytes of the body as a blob. Needs a presigned URL or a bearer token.")
            .Takes(BlobUploads.Signature).Produces<Blob>(StatusCodes.Status201Created).Refuses(Problem.BlobEmpty, Problem.Unauthorized, Problem.BlobUrlExpired, Problem.BlobUrlInvalid, Problem.BlobTooLarge, Problem.BlobTypeUnsupported);
        group.MapPut("/", BlobUploads.Upload).AllowAnonymous().ExcludeFromDescription();

        group.MapGet("/{blobId}", BlobReads.Get).WithName("GetBlob").AllowAnonymous()
            .WithSummary("Redirects to the content of a blob. Needs a signed URL or the bearer token of the owner.")
            .Takes([.. BlobQuery.Parameters]).Produces(StatusCodes.Status302Found).Refuses(Problem.Unauthorized, Problem.BlobUrlExpired, Problem.BlobUrlInvalid, Problem.BlobAboveNsfwLevel, Problem.BlobBlocked, Problem.BlobNotFound);
        group.MapMethods("/{blobId}", [HttpMethods.Head], BlobReads.Head).WithName("HeadBlob").AllowAnonymous()
            .WithSummary("Says whether a blob exists and can be read.")
            .Takes([.. BlobQuery.Parameters]).Produces(StatusCodes.Status204NoContent).Refuses(Problem.Unauthorized, Problem.BlobUrlExpired, Problem.BlobUrlInvalid, Problem.BlobAboveNsfwLevel, Problem.BlobBlocked, Problem.BlobNotFound);
        group.MapPost("/{blobId}/refresh", BlobReads.Refresh).WithName("RefreshBlob").RequireAuthorization()
            .WithSummary("Restarts the lifetime of a blob and returns it with a new URL.")
            .Produces<Blob>().Refuses(Problem.BlobBlocked, Problem.BlobNotFound);

        group.MapGet("/content/{encryptedToken}", BlobContent.Get).WithName("GetBlobContent").AllowAnonymous()
            .WithSummary("The bytes of a blob, also in ranges. The token comes from the redirect of GetBlob.")
            .Produces(StatusCodes.Status200OK).Refuses(Problem.BlobUrlExpired, Problem.BlobUrlInvalid, Problem.BlobNotFound);
        group.MapMethods("/content/{encryptedToken}", [HttpMethods.Head], BlobContent.Get).AllowAnonymous().ExcludeFromDescription();
        group.MapGet("/blocked/{encryptedToken}", BlobContent.Blocked).WithName("GetBlockedContent").AllowAnonymous()
            .WithSummary("Stands in for content that moderation stopped.")
            .Refuses(Problem.Unauthorized, Problem.BlobBlocked);
        group.MapGet("/archive/{encryptedToken}", BlobContent.Archive).WithName("GetBlobArchive").AllowAnonymous()
            .WithSummary("Several blobs as one zip or tar, made while it is sent.")
            .Produces(StatusCodes.Status200OK).Refuses(Problem.Unauthorized, Problem.ArchiveExpired);

        return group;
    }
}
