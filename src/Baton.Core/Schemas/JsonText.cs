using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baton.Schemas;

/// <summary>JSON values as messages show them, and the bytes they are written with.</summary>
internal static class JsonText
{
    private const int ShownLengthMax = 64;
    private const int ListedMax = 60;

    public static readonly JsonElement EmptyObject = JsonElement.Parse("{}");

    /// <summary>Short enough for a message: text in quotes, containers by their kind.</summary>
    public static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"'{Cut(Start(value), ShownLengthMax)}'",
        JsonValueKind.Number => Cut(Start(value), ShownLengthMax),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Object => "{…}",
        JsonValueKind.Array => "[…]",
        JsonValueKind.Null or JsonValueKind.Undefined => "null",
    };

    /// <summary>The beginning of a text, with a mark where it was cut. Never half a surrogate pair.</summary>
    public static string Cut(string text, int lengthMax)
    {
        if (text.Length <= lengthMax)
        {
            return text;
        }

        var length = char.IsHighSurrogate(text[lengthMax - 1]) ? lengthMax - 1 : lengthMax;

        return string.Concat(text.AsSpan(0, length), "…");
    }

    /// <summary>Names in a row, the rest of a long row by its number.</summary>
    public static string List(IEnumerable<string> names)
    {
        var all = names.ToList();

        return all.Count <= ListedMax
            ? string.Join(", ", all)
            : $"{string.Join(", ", all.Take(ListedMax))} and {all.Count - ListedMax} more";
    }

    /// <summary>The length in characters as JSON Schema counts them, which are Unicode code points; without making the text unless it has escapes.</summary>
    public static int LengthOf(JsonElement text)
    {
        var quoted = JsonMarshal.GetRawUtf8Value(text);
        var content = quoted[1..^1];

        return content.Contains((byte)'\\') ? text.GetString()!.EnumerateRunes().Count() : CodePoints(content);
    }

    private static int CodePoints(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var b in utf8)
        {
            // All but the bytes that continue a character.
            count += (b & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    /// <summary>True when the text cannot have more characters than this: it never has more than it has bytes.</summary>
    public static bool IsSurelyWithin(JsonElement text, int lengthMax) =>
        JsonMarshal.GetRawUtf8Value(text).Length - 2 <= lengthMax;

    /// <summary>The text as a JSON value.</summary>
    public static JsonElement Of(string text)
    {
        var encoded = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

        return JsonElement.Parse([(byte)'"', .. encoded.EncodedUtf8Bytes, (byte)'"']);
    }

    private static string Start(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (raw.Length <= ShownLengthMax * 8 || value.ValueKind == JsonValueKind.Number)
        {
            return value.ValueKind == JsonValueKind.Number ? Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, ShownLengthMax + 1)]) : value.GetString()!;
        }

        // Of a text of megabytes only the beginning is made; an escape or a character may be torn there, and is cut off with the rest.
        return Encoding.UTF8.GetString(raw.Slice(1, ShownLengthMax * 4));
    }
}
