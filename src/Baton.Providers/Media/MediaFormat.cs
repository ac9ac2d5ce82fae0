namespace Baton.Providers.Media;

/// <summary>A media format that Baton opens.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Demuxer">
/// The one ffmpeg demuxer that may read it; null when ffmpeg has no business with it. ffmpeg's own guess is never asked:
/// playlists, concat scripts and the like are text that makes it open other files.
/// </param>
/// <param name="IsPicture">True when libvips reads it.</param>
internal sealed record MediaFormat(string Name, string ContentType, string? Demuxer, bool IsPicture)
{
    public static readonly MediaFormat Jpeg = new("JPEG", "image/jpeg", null, true);
    public static readonly MediaFormat Png = new("PNG", "image/png", null, true);
    public static readonly MediaFormat Webp = new("WebP", "image/webp", null, true);
    public static readonly MediaFormat Gif = new("GIF", "image/gif", "gif", true);
    public static readonly MediaFormat Avif = new("AVIF", "image/avif", null, true);
    public static readonly MediaFormat Mp4 = new("MP4", "video/mp4", "mov", false);
    public static readonly MediaFormat QuickTime = new("QuickTime", "video/quicktime", "mov", false);
    public static readonly MediaFormat Matroska = new("WebM or Matroska", "video/webm", "matroska", false);
    public static readonly MediaFormat Avi = new("AVI", "video/x-msvideo", "avi", false);
    public static readonly MediaFormat Flv = new("FLV", "video/x-flv", "flv", false);
    public static readonly MediaFormat Ogg = new("Ogg", "video/ogg", "ogg", false);
    public static readonly MediaFormat MpegTs = new("MPEG-TS", "video/mp2t", "mpegts", false);
    public static readonly MediaFormat MpegPs = new("MPEG", "video/mpeg", "mpeg", false);
    public static readonly MediaFormat Asf = new("WMV", "video/x-ms-wmv", "asf", false);
}
