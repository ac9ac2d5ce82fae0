using System.Collections.Frozen;

namespace Baton.Blobs;

/// <summary>A type of content that Baton stores.</summary>
/// <param name="Name">As in <c>Content-Type</c>, lower case and without parameters.</param>
/// <param name="Extension">Ends the ids of its blobs; no dot.</param>
internal sealed record MediaType(string Name, string Extension, MediaKind Kind)
{
    public static readonly MediaType Png = new("image/png", "png", MediaKind.Image);
    public static readonly MediaType Jpeg = new("image/jpeg", "jpg", MediaKind.Image);
    public static readonly MediaType Webp = new("image/webp", "webp", MediaKind.Image);
    public static readonly MediaType Gif = new("image/gif", "gif", MediaKind.Image);
    public static readonly MediaType Avif = new("image/avif", "avif", MediaKind.Image);
    public static readonly MediaType Heic = new("image/heic", "heic", MediaKind.Image);
    public static readonly MediaType Jxl = new("image/jxl", "jxl", MediaKind.Image);
    public static readonly MediaType Bmp = new("image/bmp", "bmp", MediaKind.Image);
    public static readonly MediaType Tiff = new("image/tiff", "tiff", MediaKind.Image);
    public static readonly MediaType Svg = new("image/svg+xml", "svg", MediaKind.Image);
    public static readonly MediaType Mp4 = new("video/mp4", "mp4", MediaKind.Video);
    public static readonly MediaType QuickTime = new("video/quicktime", "mov", MediaKind.Video);
    public static readonly MediaType Webm = new("video/webm", "webm", MediaKind.Video);
    public static readonly MediaType Matroska = new("video/x-matroska", "mkv", MediaKind.Video);
    public static readonly MediaType Avi = new("video/x-msvideo", "avi", MediaKind.Video);
    public static readonly MediaType OggVideo = new("video/ogg", "ogv", MediaKind.Video);
    public static readonly MediaType Mp3 = new("audio/mpeg", "mp3", MediaKind.Audio);
    public static readonly MediaType Wav = new("audio/wav", "wav", MediaKind.Audio);
    public static readonly MediaType Ogg = new("audio/ogg", "ogg", MediaKind.Audio);
    public static readonly MediaType Flac = new("audio/flac", "flac", MediaKind.Audio);
    public static readonly MediaType M4a = new("audio/mp4", "m4a", MediaKind.Audio);
    public static readonly MediaType WebmAudio = new("audio/webm", "weba", MediaKind.Audio);
    public static readonly MediaType Aac = new("audio/aac", "aac", MediaKind.Audio);
    public static readonly MediaType Zip = new("application/zip", "zip", MediaKind.File);
    public static readonly MediaType Tar = new("application/x-tar", "tar", MediaKind.File);
    public static readonly MediaType Gzip = new("application/gzip", "gz", MediaKind.File);
    public static readonly MediaType Pdf = new("application/pdf", "pdf", MediaKind.File);
    public static readonly MediaType Safetensors = new("application/vnd.safetensors", "safetensors", MediaKind.File);
    public static readonly MediaType Gguf = new("application/vnd.gguf", "gguf", MediaKind.File);
    public static readonly MediaType Glb = new("model/gltf-binary", "glb", MediaKind.File);
    public static readonly MediaType Json = new("application/json", "json", MediaKind.File);
    public static readonly MediaType Text = new("text/plain", "txt", MediaKind.File);
    public static readonly MediaType Csv = new("text/csv", "csv", MediaKind.File);
    public static readonly MediaType WebVtt = new("text/vtt", "vtt", MediaKind.File);
    public static readonly MediaType Binary = new("application/octet-stream", "bin", MediaKind.File);

    /// <summary>The list of files in an archive; made here, never uploaded.</summary>
    public static readonly MediaType ArchiveManifest = new("application/vnd.baton.archive+json", "json", MediaKind.File);

    private static readonly FrozenDictionary<string, MediaType> ByName = Names().ToFrozenDictionary(
        pair => pair.Name, pair => pair.Type, StringComparer.OrdinalIgnoreCase);

    /// <summary>The type that a <c>Content-Type</c> names, with its parameters or without; null when Baton does not store it.</summary>
    public static MediaType? Named(string contentType)
    {
        var name = contentType.AsSpan();
        var end = name.IndexOf(';');
        name = (end < 0 ? name : name[..end]).Trim();
        return ByName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var type) ? type : null;
    }

    /// <summary>What a content type is a kind of, also when Baton does not know it by name.</summary>
    public static MediaKind KindOf(string contentType) => contentType switch
    {
        _ when contentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase) => MediaKind.Image,
        _ when contentType.StartsWith("video/", StringComparison.OrdinalIgnoreCase) => MediaKind.Video,
        _ when contentType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) => MediaKind.Audio,
        _ => MediaKind.File,
    };

    /// <summary>Everything but plain pictures, sound and video may hold scripts or be taken for something that does.</summary>
    public static bool CanRunInBrowser(string contentType) =>
        KindOf(contentType) == MediaKind.File || contentType.StartsWith(Svg.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>What ids of blobs of this type end in.</summary>
    public static string ExtensionOf(string contentType) => Named(contentType)?.Extension ?? (contentType == ArchiveManifest.Name ? ArchiveManifest.Extension : Binary.Extension);

    private static IEnumerable<(string Name, MediaType Type)> Names()
    {
        MediaType[] types =
        [
            Png, Jpeg, Webp, Gif, Avif, Heic, Jxl, Bmp, Tiff, Svg, Mp4, QuickTime, Webm, Matroska, Avi, OggVideo, Mp3, Wav, Ogg, Flac, M4a, WebmAudio,
            Aac, Zip, Tar, Gzip, Pdf, Safetensors, Gguf, Glb, Json, Text, Csv, WebVtt, Binary,
        ];

        // Other spellings that clients send for the same types.
        (string, MediaType)[] aliases =
        [
            ("image/jpg", Jpeg), ("image/heif", Heic), ("image/x-ms-bmp", Bmp), ("audio/mp3", Mp3), ("audio/x-wav", Wav), ("audio/wave", Wav),
            ("audio/vnd.wave", Wav), ("audio/x-flac", Flac), ("audio/x-m4a", M4a), ("audio/m4a", M4a), ("audio/opus", Ogg), ("application/ogg", Ogg),
            ("video/x-m4v", Mp4), ("video/avi", Avi), ("video/matroska", Matroska), ("application/x-zip-compressed", Zip), ("application/x-gzip", Gzip),
            ("binary/octet-stream", Binary),

            // What curl declares a body as when nobody tells it better.
            ("application/x-www-form-urlencoded", Binary),
        ];

        return types.Select(type => (type.Name, type)).Concat(aliases);
    }
}

/// <summary>What a blob is, as its JSON says in <c>type</c>.</summary>
internal enum MediaKind
{
    Image,
    Video,
    Audio,
    File,
}
