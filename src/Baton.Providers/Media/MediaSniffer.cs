using System.Text;

namespace Baton.Providers.Media;

/// <summary>Tells a file's format by its first bytes; what callers say about it is not asked.</summary>
internal static class MediaSniffer
{
    private const int HeadBytes = 512;
    private const int TsPacketBytes = 188;

    /// <summary>The format, or null when it is none that Baton opens.</summary>
    public static async Task<MediaFormat?> Sniff(string path, CancellationToken cancellationToken)
    {
        var head = new byte[HeadBytes];
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return Sniff(head.AsSpan(0, read));
    }

    public static MediaFormat? Sniff(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => MediaFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => MediaFormat.Png,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => MediaFormat.Gif,
        [0x1A, 0x45, 0xDF, 0xA3, ..] => MediaFormat.Matroska,
        [(byte)'F', (byte)'L', (byte)'V', 1, ..] => MediaFormat.Flv,
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => MediaFormat.Ogg,
        [0, 0, 1, 0xBA, ..] => MediaFormat.MpegPs,
        [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] => MediaFormat.Asf,
        _ => Riff(head) ?? IsoMedia(head) ?? TransportStream(head),
    };

    private static MediaFormat? Riff(ReadOnlySpan<byte> head) => head.StartsWith("RIFF"u8) && head.Length >= 12
        ? Encoding.Latin1.GetString(head.Slice(8, 4)) switch
        {
            "WEBP" => MediaFormat.Webp,
            "AVI " => MediaFormat.Avi,
            _ => null,
        }
        : null;

    private static MediaFormat? IsoMedia(ReadOnlySpan<byte> head) => head.Length < 12
        ? null
        : Encoding.Latin1.GetString(head.Slice(4, 4)) switch
        {
            "ftyp" => Brand(Encoding.Latin1.GetString(head.Slice(8, 4))),
            "moov" or "mdat" or "wide" => MediaFormat.QuickTime,
            _ => null,
        };

    private static MediaFormat? Brand(string brand) => brand switch
    {
        "avif" or "avis" => MediaFormat.Avif,
        "qt  " => MediaFormat.QuickTime,
        // HEIC needs an HEVC decoder, which the bundled libvips leaves out for its patents.
        "heic" or "heix" or "hevc" or "heim" or "heis" or "mif1" or "msf1" => null,
        _ => MediaFormat.Mp4,
    };

    private static MediaFormat? TransportStream(ReadOnlySpan<byte> head) =>
        head.Length > 2 * TsPacketBytes && head[0] == 0x47 && head[TsPacketBytes] == 0x47 && head[2 * TsPacketBytes] == 0x47
            ? MediaFormat.MpegTs
            : null;
}
