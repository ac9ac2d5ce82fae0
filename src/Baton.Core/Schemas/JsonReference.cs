using System.Runtime.InteropServices;
using System.Text.Json;

namespace Baton.Schemas;

/// <summary>What makes an object a reference.</summary>
internal static class JsonReference
{
    /// <summary>
    /// True for an object with a text as <c>$ref</c>. One that begins with <c>#</c> leads to a place in a JSON Schema, such as those of a chat's tools and
    /// answers, and no step or argument has such a name.
    /// </summary>
    public static bool Is(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$ref"u8, out var source) && source.ValueKind == JsonValueKind.String
        && !JsonMarshal.GetRawUtf8Value(source).StartsWith("\"#"u8);
}
