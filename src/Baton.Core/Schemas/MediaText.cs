using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Baton.Schemas;

/// <summary>Texts that say where media is.</summary>
internal static class MediaText
{
    private const int UrlLengthMax = 8192;

    private static readonly SearchValues<byte> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8);

    /// <summary>True when the media itself is in the text: a data URL or plain Base64.</summary>
    public static bool IsInline(JsonElement text) => !IsElsewhere(Content(text));

    /// <summary>
    /// An http or https URL, the name of a resource, the id or internal URL of a blob, a data URL or Base64. Whether there is media behind it shows
    /// later; this is where a text that was meant for another member is found.
    /// </summary>
    public static bool IsWellFormed(JsonElement text)
    {
        var content = Content(text);
        if (IsElsewhere(content))
        {
            return content.Length <= UrlLengthMax
                && (!content.StartsWith("http"u8) || (Uri.TryCreate(text.GetString(), UriKind.Absolute, out var url) && url.Host.Length > 0));
        }

        return content.StartsWith("data:"u8)
            ? content[..Math.Min(content.Length, 1024)].Contains((byte)',')
            : IsBase64(text, content);
    }

    // "baton:" is how outputs name blobs of this server, and so what an input holds once its references have been replaced.
    private static bool IsElsewhere(ReadOnlySpan<byte> content) =>
        content.StartsWith("baton://"u8) || content.StartsWith("https:"u8) || content.StartsWith("http:"u8) || content.StartsWith("urn:"u8) || content.StartsWith("blob_"u8);

    // Some writers of JSON escape the + and the / of Base64; only then is the text itself made.
    private static bool IsBase64(JsonElement text, ReadOnlySpan<byte> content) =>
        content.Contains((byte)'\\')
            ? text.GetString()!.All(c => c < 128 && Base64.Contains((byte)c))
            : content.Length > 0 && !content.ContainsAnyExcept(Base64);

    private static ReadOnlySpan<byte> Content(JsonElement text) => JsonMarshal.GetRawUtf8Value(text)[1..^1];
}
