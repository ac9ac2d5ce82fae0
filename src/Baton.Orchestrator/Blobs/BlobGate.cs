using Baton.Accounts;
using Baton.Problems;

namespace Baton.Blobs;

/// <summary>
/// Decides who may read a blob. A valid signature opens it to everybody, a bearer token to its owner. A signature that is not valid is no harm to the
/// owner; to others it is told what is wrong with it, whether there is such a blob or not.
/// </summary>
internal sealed class BlobGate(BlobUrlSigner signer, IBlobs blobs, IWithheldBlobs withheld)
{
    /// <summary>What to say of a blob that is withheld.</summary>
    public const string Withheld = "The blob is rated mature, and its workflow does not allow that. Set allowMatureContent of the workflow to read it.";

    public async Task<BlobAccess> Open(string blobId, BlobQuery query, AccountId? caller, CancellationToken cancellationToken)
    {
        // What is not an id cannot have been signed here and is nobody's; it is answered as an id that is unknown.
        var isId = BlobId.TryParse(blobId, out var id);
        var verdict = isId ? signer.Check(id, query.Signature, query.Expiry) : Unreadable(query);
        if (verdict == UrlVerdict.Valid)
        {
            return await blobs.FindAnyOwner(id, cancellationToken) is { } signed
                ? Grant(signed, BlobUrlSigner.ExpiryOf(query.Expiry), query)
                : new BlobAccess.Denied(Problem.BlobNotFound.ToResult());
        }

        if (isId && caller is { } account && await blobs.Find(account, id, cancellationToken) is { } owned)
        {
            return await withheld.Contains(owned, cancellationToken)
                ? new BlobAccess.Denied(Problem.BlobBlocked.ToResult(Withheld))
                : Grant(owned, signer.UrlExpiry(), query);
        }

        return Deny(verdict, caller);
    }

    private static UrlVerdict Unreadable(BlobQuery query) => query.Signature is null && query.Expiry is null ? UrlVerdict.Unsigned : UrlVerdict.Forged;

    private static BlobAccess.Denied Deny(UrlVerdict verdict, AccountId? caller) => new(verdict switch
    {
        UrlVerdict.Expired => Problem.BlobUrlExpired.ToResult("Fetch the workflow again, or refresh the blob, for a fresh URL."),
        UrlVerdict.Forged => Problem.BlobUrlInvalid.ToResult("Use the URL exactly as it was given, with its sig and exp."),
        UrlVerdict.Unsigned or UrlVerdict.Valid => caller is null ? TypedResults.Challenge() : Problem.BlobNotFound.ToResult(),
    });

    // Nothing rates content yet, and what is unrated is above every level.
    private static BlobAccess Grant(BlobRecord blob, DateTimeOffset until, BlobQuery query) => query.NsfwLevel is null
        ? new BlobAccess.Granted(blob, until)
        : new BlobAccess.Denied(Problem.BlobAboveNsfwLevel.ToResult("The blob is unrated. Leave nsfwLevel out to read it."));
}

/// <summary>Whether a request may read a blob.</summary>
internal abstract record BlobAccess
{
    private BlobAccess()
    {
    }

    /// <summary>Yes, by what lasts until then.</summary>
    public sealed record Granted(BlobRecord Blob, DateTimeOffset Until) : BlobAccess;

    /// <summary>No, and what to say.</summary>
    public sealed record Denied(IResult Answer) : BlobAccess;
}
