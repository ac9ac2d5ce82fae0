using System.Text.Json;

namespace Baton.Schemas;

/// <summary>What makes an object a reference.</summary>
internal static class JsonReference
{
    /// <summary>True for an object with a text as <c>$ref</c>.</summary>
    public static bool Is(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$ref"u8, out var source) && source.ValueKind == JsonValueKind.String;
}
