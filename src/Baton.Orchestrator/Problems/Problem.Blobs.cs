namespace Baton.Problems;

public sealed partial record Problem
{
    public static readonly Problem BlobEmpty = new("blob-empty", StatusCodes.Status400BadRequest, "The upload holds no content.");
    public static readonly Problem BlobUrlExpired = new("blob-url-expired", StatusCodes.Status403Forbidden, "The time of this URL is over.");
    public static readonly Problem BlobUrlInvalid = new("blob-url-invalid", StatusCodes.Status403Forbidden, "The signature of this URL is not valid.");
    public static readonly Problem BlobAboveNsfwLevel = new("blob-above-nsfw-level", StatusCodes.Status403Forbidden, "The blob is unrated or rated above the level asked for.");
    public static readonly Problem BlobBlocked = new("blob-blocked", StatusCodes.Status403Forbidden, "Moderation stopped this content.");
    public static readonly Problem BlobNotFound = new("blob-not-found", StatusCodes.Status404NotFound, "There is no such blob.");
    public static readonly Problem ArchiveExpired = new("archive-expired", StatusCodes.Status410Gone, "The archive is no longer there.");
    public static readonly Problem BlobTooLarge = new("blob-too-large", StatusCodes.Status413PayloadTooLarge, "The upload is too large.");
    public static readonly Problem BlobTypeUnsupported = new("blob-type-unsupported", StatusCodes.Status415UnsupportedMediaType, "This content cannot be stored.");
}
