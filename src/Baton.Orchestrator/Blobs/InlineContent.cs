using System.Buffers;
using System.Net;
using System.Text;

namespace Baton.Blobs;

/// <summary>Content that a media source holds itself: a data URL, or plain Base64.</summary>
internal abstract record InlineContent
{
    private const string DataPrefix = "data:";

    private InlineContent()
    {
    }

    /// <param name="DeclaredType">From a data URL; plain Base64 has none, and must then be of a type that its bytes tell.</param>
    public sealed record Decoded(byte[] Bytes, string? DeclaredType) : InlineContent;

    /// <summary>Why it cannot be decoded, in words that continue "The media source …".</summary>
    public sealed record Broken(string Reason) : InlineContent;

    /// <summary>Whether the source holds its content itself, rightly or wrongly.</summary>
    public static bool Is(string source) =>
        source.StartsWith(DataPrefix, StringComparison.OrdinalIgnoreCase) || !HasScheme(source);

    public static InlineContent Decode(string source, long bytesMax) =>
        source.StartsWith(DataPrefix, StringComparison.OrdinalIgnoreCase) ? DecodeDataUrl(source, bytesMax) : DecodeBase64(source, null, bytesMax);

    private static bool HasScheme(string source)
    {
        var end = source.AsSpan(0, Math.Min(source.Length, 32)).IndexOf(':');
        return end > 0 && Uri.CheckSchemeName(source[..end]);
    }

    private static InlineContent DecodeDataUrl(string source, long bytesMax)
    {
        var comma = source.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
        {
            return new Broken("is a data URL without a comma before its content");
        }

        const string Base64Mark = ";base64";
        var header = source[DataPrefix.Length..comma].Trim();
        var isBase64 = header.EndsWith(Base64Mark, StringComparison.OrdinalIgnoreCase);
        var declared = isBase64 ? header[..^Base64Mark.Length] : header;
        declared = declared.Length == 0 || declared[0] == ';' ? MediaType.Text.Name : declared;
        return isBase64 ? DecodeBase64(Unescape(source.AsSpan(comma + 1)), declared, bytesMax) : DecodePercent(source.AsSpan(comma + 1), declared, bytesMax);
    }

    private static InlineContent DecodePercent(ReadOnlySpan<char> text, string declared, long bytesMax)
    {
        // Three characters may stand for one byte.
        if (text.Length / 3 > bytesMax)
        {
            return TooLarge(bytesMax);
        }

        // A plus is a plus in a URL's path; the decoder is one for forms, where it is a space.
        var encoded = Encoding.UTF8.GetBytes(text.ToString().Replace("+", "%2B", StringComparison.Ordinal));
        var bytes = WebUtility.UrlDecodeToBytes(encoded, 0, encoded.Length);
        return bytes.Length > bytesMax ? TooLarge(bytesMax) : new Decoded(bytes, declared);
    }

    /// <summary>The plus, the slash and the equals sign of Base64 may be escaped in a URL.</summary>
    private static ReadOnlySpan<char> Unescape(ReadOnlySpan<char> text) => text.Contains('%') ? Uri.UnescapeDataString(text) : text;

    private static InlineContent DecodeBase64(ReadOnlySpan<char> text, string? declared, long bytesMax)
    {
        if (text.Length / 4L * 3 > bytesMax + 3)
        {
            return TooLarge(bytesMax);
        }

        var buffer = ArrayPool<byte>.Shared.Rent((text.Length / 4 * 3) + 3);
        try
        {
            return Convert.TryFromBase64Chars(text, buffer, out var written)
                ? written > bytesMax ? TooLarge(bytesMax) : new Decoded(buffer[..written], declared)
                : new Broken(declared is null ? "is neither a URL nor well-formed Base64" : "is a data URL whose Base64 is not well-formed");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Broken TooLarge(long bytesMax) => new($"holds more than {bytesMax} bytes itself; upload it as a blob and give its URL");
}
