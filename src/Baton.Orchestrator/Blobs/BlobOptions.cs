using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Baton.Blobs;

/// <summary>How blobs are kept, linked and fetched.</summary>
internal sealed class BlobOptions
{
    public const string Section = "Blobs";

    /// <summary>How long a blob is kept from when it was stored or last refreshed. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a signed URL works at least; it works up to five minutes longer, so that one blob keeps one URL for a while. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00")]
    public TimeSpan UrlLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a presigned upload URL works. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan UploadUrlLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long the link of an archive works; never longer than its blobs are kept. Default: 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "366.00:00:00")]
    public TimeSpan ArchiveUrlLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The longest upload, in bytes; a longer one is a 413. Default: 512 MB.</summary>
    [Range(1024, 1L << 40)]
    public long UploadBytesMax { get; set; } = 512L << 20;

    /// <summary>The longest data URL or Base64 text of a submitted workflow, in decoded bytes. Default: 32 MB.</summary>
    [Range(1024, 1L << 30)]
    public long InlineBytesMax { get; set; } = 32L << 20;

    /// <summary>The longest media source that a job may fetch, in bytes. Default: 512 MB.</summary>
    [Range(1024, 1L << 40)]
    public long FetchBytesMax { get; set; } = 512L << 20;

    /// <summary>How often expired blobs and forgotten temporary files are removed. Default: 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The URL under which callers reach this server, such as <c>https://baton.example.org</c>. Without it, links carry the host of the request that asks
    /// for them, and links made outside a request carry the first address the server listens on. Default: none.
    /// </summary>
    [Url]
    public string? PublicUrl { get; set; }
}

[OptionsValidator]
internal sealed partial class BlobOptionsValidator : IValidateOptions<BlobOptions>;
