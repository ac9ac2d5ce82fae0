using System.Buffers.Binary;
using Baton.Client.Workers;

namespace Baton.Blobs;

/// <summary>Reads how wide and high a picture says it is, from its header, without decoding anything.</summary>
internal static class ImageHeader
{
    private const int SegmentsMax = 200;

    /// <summary>Width and height where the header has them in a place that is easy to find, otherwise none.</summary>
    public static MediaFacts Read(MediaType type, Stream content)
    {
        Span<byte> head = stackalloc byte[32];
        var length = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        head = head[..length];

        var size = type == MediaType.Jpeg ? Jpeg(content) : Fixed(type, head);
        return size is { Width: > 0, Height: > 0 } known ? new MediaFacts(known.Width, known.Height) : new MediaFacts();
    }

    private static (int Width, int Height)? Fixed(MediaType type, ReadOnlySpan<byte> head)
    {
        if (head.Length < 30)
        {
            return null;
        }

        return type switch
        {
            _ when type == MediaType.Png => (BinaryPrimitives.ReadInt32BigEndian(head[16..]), BinaryPrimitives.ReadInt32BigEndian(head[20..])),
            _ when type == MediaType.Gif => (BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..])),
            _ when type == MediaType.Bmp => (BinaryPrimitives.ReadInt32LittleEndian(head[18..]), Math.Abs((int)Math.Max(BinaryPrimitives.ReadInt32LittleEndian(head[22..]), -int.MaxValue))),
            _ when type == MediaType.Webp => Webp(head),
            _ => null,
        };
    }

    private static (int Width, int Height)? Webp(ReadOnlySpan<byte> head) => head[15] switch
    {
        (byte)' ' => (BinaryPrimitives.ReadUInt16LittleEndian(head[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(head[28..]) & 0x3FFF),
        (byte)'L' when BinaryPrimitives.ReadUInt32LittleEndian(head[21..]) is var bits => ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1),
        (byte)'X' => (Int24(head[24..]) + 1, Int24(head[27..]) + 1),
        _ => null,
    };

    private static int Int24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    /// <summary>Walks the segments to the one that starts a frame; a photograph may have a large preview before it.</summary>
    private static (int Width, int Height)? Jpeg(Stream content)
    {
        Span<byte> segment = stackalloc byte[9];
        content.Position = 2;
        for (var count = 0; count < SegmentsMax && content.ReadAtLeast(segment, 4, throwOnEndOfStream: false) is var read && read >= 4; count++)
        {
            if (segment[0] != 0xFF)
            {
                return null;
            }

            if (segment[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return read < 9 ? null : (BinaryPrimitives.ReadUInt16BigEndian(segment[7..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..]));
            }

            content.Position += 2 + BinaryPrimitives.ReadUInt16BigEndian(segment[2..]) - read;
        }

        return null;
    }
}
