using System.Text;

namespace Baton.Tests.Blobs;

/// <summary>The first bytes of media of each type.</summary>
internal static class AMedia
{
    /// <summary>A whole picture of one pixel.</summary>
    public static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static readonly byte[] Svg = Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>");

    public static byte[] Gif(int width, int height) => Bytes("GIF89a", (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), new byte[32]);

    /// <summary>With a large segment before the frame, as photographs have.</summary>
    public static byte[] Jpeg(int width, int height) => Bytes(
        new byte[] { 0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF }, new byte[0xFFFD],
        new byte[] { 0xFF, 0xC0, 0, 17, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width }, new byte[16]);

    public static byte[] Iso(string brand) => Bytes((byte)0, (byte)0, (byte)0, (byte)24, "ftyp", brand, new byte[64]);

    public static byte[] Riff(string form) => Bytes("RIFF", new byte[4], form, new byte[64]);

    public static byte[] Bytes(params object[] parts)
    {
        using var all = new MemoryStream();
        foreach (var part in parts)
        {
            all.Write(part switch
            {
                string text => Encoding.Latin1.GetBytes(text),
                byte one => [one],
                byte[] bytes => bytes,
                _ => throw new ArgumentException($"Not bytes: {part}", nameof(parts)),
            });
        }

        return all.ToArray();
    }
}
