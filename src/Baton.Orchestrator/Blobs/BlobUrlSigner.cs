using System.Globalization;
using Baton.Accounts;
using Baton.Client.Workers;
using Baton.Jobs;
using Microsoft.Extensions.Options;

namespace Baton.Blobs;

/// <summary>Makes and checks the URLs under <c>/v2/consumer/blobs</c>.</summary>
internal sealed class BlobUrlSigner(BlobSeal seal, PublicAddress address, IOptions<BlobOptions> options, TimeProvider time) : IBlobUrls
{
    public const string Path = "/v2/consumer/blobs";
    public const string InternalPrefix = "baton://blobs/";
    public const string InternalArchivePrefix = "baton://archives/";

    private const string ExpiryFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Expiries fall on multiples of this, so that a page shown twice within it asks for the same URLs and a browser finds them in its cache.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    public static string InternalUrl(BlobId id) => InternalPrefix + id.Value;

    public SignedUrl Sign(BlobId id)
    {
        var expiresAt = UrlExpiry();
        var signature = seal.SignatureOf(BlobPurpose.Read, id.Value, expiresAt);
        return new SignedUrl($"{address.Base()}{Path}/{id.Value}?sig={signature}&exp={Format(expiresAt)}", expiresAt);
    }

    /// <summary>
    /// A URL of the content itself, for a service that fetches it once; not all of them follow redirects. Null when nobody has said under which URL this server is reached: a guess that holds for
    /// callers may lead nowhere from outside.
    /// </summary>
    public Uri? SignForOutside(BlobId id, TimeSpan lifetime) =>
        address.Configured is { } known ? new Uri(known + ContentPath(new ContentLink(id, null, Download: false), WholeSeconds(time.GetUtcNow() + lifetime))) : null;

    /// <summary>What a signature on a blob URL is worth.</summary>
    public UrlVerdict Check(BlobId id, string? signature, string? expiry)
    {
        if (string.IsNullOrEmpty(signature) && string.IsNullOrEmpty(expiry))
        {
            return UrlVerdict.Unsigned;
        }

        if (!TryReadExpiry(expiry, out var expiresAt) || !seal.IsSignatureOf(BlobPurpose.Read, id.Value, expiresAt, signature ?? ""))
        {
            return UrlVerdict.Forged;
        }

        return expiresAt <= time.GetUtcNow() ? UrlVerdict.Expired : UrlVerdict.Valid;
    }

    /// <summary>The expiry that a URL carries; only for one whose signature was found valid.</summary>
    public static DateTimeOffset ExpiryOf(string? expiry) => TryReadExpiry(expiry, out var expiresAt)
        ? expiresAt
        : throw new ArgumentException("Only the expiry of a valid URL can be read.", nameof(expiry));

    /// <summary>When a URL made now ends.</summary>
    public DateTimeOffset UrlExpiry()
    {
        var earliest = time.GetUtcNow() + options.Value.UrlLifetime;
        return new DateTimeOffset((earliest.UtcTicks + Step.Ticks - 1) / Step.Ticks * Step.Ticks, TimeSpan.Zero);
    }

    public SignedUrl SignUpload(AccountId account)
    {
        var expiresAt = WholeSeconds(time.GetUtcNow() + options.Value.UploadUrlLifetime);
        return new SignedUrl($"{address.Base()}{Path}?sig={seal.Seal(BlobPurpose.Upload, account.Value, expiresAt)}", expiresAt);
    }

    /// <summary>A URL to upload an output of a job to, for the account of its workflow.</summary>
    public SignedUrl SignJobUpload(AccountId account, JobId job)
    {
        var expiresAt = WholeSeconds(time.GetUtcNow() + options.Value.UploadUrlLifetime);
        return new SignedUrl($"{address.Base()}{Path}?sig={seal.Seal(BlobPurpose.JobUpload, $"{job}/{account}", expiresAt)}", expiresAt);
    }

    public SealedText OpenUpload(string? token) => seal.Open(BlobPurpose.Upload, token);

    public SealedText OpenJobUpload(string? token) => seal.Open(BlobPurpose.JobUpload, token);

    /// <summary>The path of the content itself, root-relative.</summary>
    public string ContentPath(ContentLink link, DateTimeOffset expiresAt) =>
        $"{Path}/content/{seal.Seal(BlobPurpose.Content, link.ToText(), expiresAt)}";

    public SealedText OpenContent(string? token) => seal.Open(BlobPurpose.Content, token);

    /// <summary>A link to the archive that a manifest describes, in the internal form that outputs carry.</summary>
    public ArchiveLink SignArchive(BlobId manifest, DateTimeOffset expiresAt)
    {
        expiresAt = WholeSeconds(expiresAt);
        return new ArchiveLink(InternalArchivePrefix + seal.Seal(BlobPurpose.Archive, manifest.Value, expiresAt), expiresAt);
    }

    public SealedText OpenArchive(string? token) => seal.Open(BlobPurpose.Archive, token);

    /// <summary>The absolute URL of an archive link in the internal form; null when that was not made here.</summary>
    public string? ArchiveUrl(string internalUrl)
    {
        var token = internalUrl[InternalArchivePrefix.Length..];
        return OpenArchive(token) is SealedText.Genuine ? $"{address.Base()}{Path}/archive/{token}" : null;
    }

    public SealedText OpenBlocked(string? token) => seal.Open(BlobPurpose.Blocked, token);

    public bool TryReadBlobId(string source, out BlobId id)
    {
        id = default;
        if (source.StartsWith(InternalPrefix, StringComparison.Ordinal))
        {
            return BlobId.TryParse(source[InternalPrefix.Length..], out id);
        }

        if (Read(source) is not { } found)
        {
            return false;
        }

        id = found.Id;
        return true;
    }

    /// <summary>
    /// The blob that an http(s) URL of this server names and what its signature is worth; null when it is the URL of something else. A genuine signature
    /// shows that a URL is of this server whatever host it carries, which matters behind proxies; without one the host must be known.
    /// </summary>
    public (BlobId Id, UrlVerdict Verdict)? Read(string source)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var url) || !(url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp))
        {
            return null;
        }

        var at = url.AbsolutePath.IndexOf(Path + "/", StringComparison.Ordinal);
        if (at < 0 || url.UserInfo.Length > 0)
        {
            return null;
        }

        var rest = url.AbsolutePath[(at + Path.Length + 1)..];
        return ReadContent(rest) ?? ReadBlob(rest, url);
    }

    private (BlobId, UrlVerdict)? ReadBlob(string rest, Uri url)
    {
        if (!BlobId.TryParse(rest, out var id))
        {
            return null;
        }

        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(url.Query);
        var verdict = Check(id, query.GetValueOrDefault("sig"), query.GetValueOrDefault("exp"));
        var isOurs = verdict is UrlVerdict.Valid or UrlVerdict.Expired || address.IsKnown(url);
        return isOurs ? (id, verdict) : null;
    }

    private (BlobId, UrlVerdict)? ReadContent(string rest)
    {
        const string Prefix = "content/";
        return rest.StartsWith(Prefix, StringComparison.Ordinal)
            && OpenContent(rest[Prefix.Length..]) is SealedText.Genuine genuine
            && ContentLink.TryParse(genuine.Text, out var link)
                ? (link.Blob, genuine.HasExpired ? UrlVerdict.Expired : UrlVerdict.Valid)
                : null;
    }

    private static string Format(DateTimeOffset expiresAt) => expiresAt.UtcDateTime.ToString(ExpiryFormat, CultureInfo.InvariantCulture);

    private static bool TryReadExpiry(string? text, out DateTimeOffset expiresAt) => DateTimeOffset.TryParseExact(
        text, ExpiryFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out expiresAt);

    private static DateTimeOffset WholeSeconds(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
}

/// <summary>What a signature on a URL is worth.</summary>
internal enum UrlVerdict
{
    /// <summary>There is none.</summary>
    Unsigned,

    /// <summary>It is not ours, or the URL was changed.</summary>
    Forged,

    /// <summary>It is ours and its time is over.</summary>
    Expired,

    /// <summary>It is ours and still counts.</summary>
    Valid,
}
