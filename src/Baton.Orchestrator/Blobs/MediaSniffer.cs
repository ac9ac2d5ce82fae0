using System.Buffers.Binary;
using System.Text;

namespace Baton.Blobs;

/// <summary>Tells the type of content by its first bytes. What a caller says of it is not trusted; what the bytes say is.</summary>
internal static class MediaSniffer
{
    /// <summary>How many first bytes are enough for every type.</summary>
    public const int BytesNeeded = 1024;

    /// <summary>The type, or null when the bytes are of none that can be told.</summary>
    public static MediaType? Sniff(ReadOnlySpan<byte> head) =>
        Picture(head) ?? Container(head) ?? Sound(head) ?? File(head) ?? (IsSvg(head) ? MediaType.Svg : null);

    private static MediaType? Picture(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => MediaType.Png,
        [0xFF, 0xD8, 0xFF, ..] => MediaType.Jpeg,
        _ when head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8) => MediaType.Gif,
        _ when Riff(head, "WEBP"u8) => MediaType.Webp,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => MediaType.Tiff,
        [0xFF, 0x0A, ..] => MediaType.Jxl,
        [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => MediaType.Jxl,
        _ when IsBmp(head) => MediaType.Bmp,
        _ => null,
    };

    private static MediaType? Container(ReadOnlySpan<byte> head) => head switch
    {
        _ when At(head, 4, "ftyp"u8) => IsoBrand(head),
        _ when At(head, 4, "moov"u8) || At(head, 4, "wide"u8) || At(head, 4, "mdat"u8) => MediaType.QuickTime,
        [0x1A, 0x45, 0xDF, 0xA3, ..] => head[..Math.Min(head.Length, 64)].IndexOf("webm"u8) >= 0 ? MediaType.Webm : MediaType.Matroska,
        _ when Riff(head, "AVI "u8) => MediaType.Avi,
        _ when head.StartsWith("OggS"u8) => head[..Math.Min(head.Length, 512)].IndexOf("theora"u8) >= 0 ? MediaType.OggVideo : MediaType.Ogg,
        _ => null,
    };

    private static MediaType? IsoBrand(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12)
        {
            return null;
        }

        var brand = Encoding.Latin1.GetString(head.Slice(8, 4));
        return brand switch
        {
            "avif" or "avis" => MediaType.Avif,
            "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" => MediaType.Heic,
            "mif1" or "msf1" => BoxOf(head).IndexOf("avif"u8) >= 0 ? MediaType.Avif : MediaType.Heic,
            "M4A " or "M4B " or "M4P " => MediaType.M4a,
            "qt  " => MediaType.QuickTime,
            _ => MediaType.Mp4,
        };
    }

    private static ReadOnlySpan<byte> BoxOf(ReadOnlySpan<byte> head) =>
        head[..(int)Math.Min(head.Length, BinaryPrimitives.ReadUInt32BigEndian(head))];

    private static MediaType? Sound(ReadOnlySpan<byte> head) => head switch
    {
        _ when head.StartsWith("ID3"u8) => MediaType.Mp3,
        _ when Riff(head, "WAVE"u8) || (head.StartsWith("RF64"u8) && At(head, 8, "WAVE"u8)) => MediaType.Wav,
        _ when head.StartsWith("fLaC"u8) => MediaType.Flac,
        [0xFF, 0xF1 or 0xF9, ..] => MediaType.Aac,
        _ when IsMpegFrame(head) => MediaType.Mp3,
        _ => null,
    };

    // A frame of layer III with a valid bit rate and sample rate.
    private static bool IsMpegFrame(ReadOnlySpan<byte> head) =>
        head.Length >= 4
        && head[0] == 0xFF
        && (head[1] & 0xE6) == 0xE2
        && (head[1] & 0x18) != 0x08
        && (head[2] & 0xF0) is not (0xF0 or 0)
        && (head[2] & 0x0C) != 0x0C;

    private static MediaType? File(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => MediaType.Zip,
        [0x1F, 0x8B, 8, ..] => MediaType.Gzip,
        _ when At(head, 257, "ustar"u8) => MediaType.Tar,
        _ when head.StartsWith("%PDF-"u8) => MediaType.Pdf,
        _ when head.StartsWith("GGUF"u8) => MediaType.Gguf,
        _ when head.StartsWith("glTF"u8) => MediaType.Glb,
        _ when IsSafetensors(head) => MediaType.Safetensors,
        _ => null,
    };

    // The length of a JSON object, then the object.
    private static bool IsSafetensors(ReadOnlySpan<byte> head) =>
        head.Length >= 10 && head[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(head) is >= 2 and <= 100_000_000 && head[9] is (byte)'"' or (byte)'}' or (byte)' ';

    // "BM" alone begins many texts; the reserved bytes and the length of the header do not.
    private static bool IsBmp(ReadOnlySpan<byte> head) =>
        head.Length >= 18 && head.StartsWith("BM"u8) && BinaryPrimitives.ReadUInt32LittleEndian(head[6..]) == 0 && head[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124;

    private static bool IsSvg(ReadOnlySpan<byte> head)
    {
        head = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        head = head.TrimStart(" \t\r\n"u8);
        return head.StartsWith("<svg"u8)
            || ((head.StartsWith("<?xml"u8) || head.StartsWith("<!--"u8) || head.StartsWith("<!DOCTYPE svg"u8)) && head.IndexOf("<svg"u8) >= 0);
    }

    private static bool Riff(ReadOnlySpan<byte> head, ReadOnlySpan<byte> form) => head.StartsWith("RIFF"u8) && At(head, 8, form);

    private static bool At(ReadOnlySpan<byte> head, int offset, ReadOnlySpan<byte> what) =>
        head.Length >= offset + what.Length && head.Slice(offset, what.Length).SequenceEqual(what);
}
