using Baton.Accounts;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;
using Baton.Problems;
using Baton.Requests;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Baton.Blobs;

/// <summary>Takes blobs from callers.</summary>
internal static class BlobUploads
{
    public static readonly QueryParameter<string?> Signature = QueryParameter.Text("sig", "The signature of a presigned URL; replaces the bearer token.", 5000);

    public static IResult Presign(HttpContext http, BlobUrlSigner signer)
    {
        var url = signer.SignUpload(http.CallerAccount());
        return TypedResults.Json(new ConsumerBlobPresignResponse(url.Url, url.ExpiresAt), BatonJson.Default.ConsumerBlobPresignResponse);
    }

    public static async Task<IResult> Upload(
        HttpContext http, BlobUrlSigner signer, BlobReception reception, IOptions<BlobOptions> options, CancellationToken cancellationToken)
    {
        var reader = new QueryReader(http.Request);
        var signature = reader.Read(Signature);
        if (reader.Problem is { } problem)
        {
            return problem;
        }

        var (uploader, refusal) = UploaderOf(signature, http, signer);
        if (uploader is null)
        {
            return refusal!;
        }

        if (http.Request.ContentLength > options.Value.UploadBytesMax)
        {
            return TooLarge(options.Value.UploadBytesMax);
        }

        LiftServerLimit(http);
        var body = await UploadBody.Open(http.Request, cancellationToken);
        return body switch
        {
            UploadBody.Content content => await Receive(content, uploader, reception, signer, cancellationToken),
            UploadBody.Unreadable unreadable => Problem.BadRequest.ToResult(unreadable.Reason),
            _ => throw new System.Diagnostics.UnreachableException(body.GetType().Name),
        };
    }

    /// <summary>Whom a presigned URL was made for; otherwise the account of the bearer token.</summary>
    private static (Uploader? Uploader, IResult? Refusal) UploaderOf(string? signature, HttpContext http, BlobUrlSigner signer)
    {
        var sealedText = signature is null ? null : signer.OpenUpload(signature);
        if (sealedText is SealedText.Genuine { HasExpired: false } genuine)
        {
            return (new Uploader(AccountId.From(genuine.Text), null), null);
        }

        if (signature is not null && signer.OpenJobUpload(signature) is SealedText.Genuine job)
        {
            return job.HasExpired ? (null, Problem.BlobUrlExpired.ToResult("Ask for a new upload URL.")) : (Uploader.ForJob(job.Text), null);
        }

        if (http.CallerAccountOrNull() is { } account)
        {
            return (new Uploader(account, null), null);
        }

        return sealedText switch
        {
            SealedText.Genuine => (null, Problem.BlobUrlExpired.ToResult("Ask for a new upload URL.")),
            SealedText.Forged => (null, Problem.BlobUrlInvalid.ToResult("Use the upload URL exactly as it was given.")),
            _ => (null, TypedResults.Challenge()),
        };
    }

    private static async Task<IResult> Receive(
        UploadBody.Content content, Uploader uploader, BlobReception reception, BlobUrlSigner signer, CancellationToken cancellationToken)
    {
        try
        {
            return Answer(await reception.Receive(uploader.Account, content.Bytes, content.DeclaredType, uploader.JobId, cancellationToken), signer);
        }
        catch (Exception e) when (content.IsPartOfForm && UploadBody.IsBadForm(e))
        {
            return Problem.BadRequest.ToResult(UploadBody.BadForm);
        }
    }

    private static IResult Answer(ReceivedBlob received, BlobUrlSigner signer) => received switch
    {
        ReceivedBlob.Stored stored => new CreatedBlob(stored.Blob, signer.Sign(stored.Blob.Id)),
        ReceivedBlob.Empty => Problem.BlobEmpty.ToResult("Send the bytes as the body, with their media type as Content-Type."),
        ReceivedBlob.TooLarge tooLarge => TooLarge(tooLarge.BytesMax),
        ReceivedBlob.WrongType wrong => Problem.BlobTypeUnsupported.ToResult(wrong.Reason),
        _ => throw new System.Diagnostics.UnreachableException(received.GetType().Name),
    };

    private static ProblemResult TooLarge(long bytesMax) => Problem.BlobTooLarge.ToResult($"An upload may have {bytesMax} bytes.");

    /// <summary>The server's general limit is for JSON; uploads have their own, which is counted while the bytes arrive.</summary>
    private static void LiftServerLimit(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
    }
}

/// <summary>Whose an upload is; and the job it is an output of, when a worker sends it.</summary>
internal sealed record Uploader(AccountId Account, string? JobId)
{
    /// <summary>From what a job's upload URL carries: the job, a slash, the account.</summary>
    public static Uploader ForJob(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return new Uploader(AccountId.From(text[(slash + 1)..]), text[..slash]);
    }
}
