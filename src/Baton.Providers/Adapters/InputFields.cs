using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Providers.Adapters;

/// <summary>Reads members of an input by the contract's names; what is missing, or of another kind, is null.</summary>
internal static class InputFields
{
    public static JsonElement? Member(this JsonElement input, string name) =>
        input.ValueKind == JsonValueKind.Object && input.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    public static string? Text(this JsonElement input, string name) => input.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static int? Whole(this JsonElement input, string name) => input.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var whole) ? whole : null;

    public static long? Long(this JsonElement input, string name) => input.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var whole) ? whole : null;

    public static double? Number(this JsonElement input, string name) => input.Member(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    public static bool Flag(this JsonElement input, string name) => input.Member(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement input, string name) => input.Member(name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    /// <summary>The texts of a list; those of another kind are passed over.</summary>
    public static IEnumerable<string> Texts(this JsonElement input, string name) =>
        input.Items(name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!);

    /// <summary>The value as a node that can be put into a document.</summary>
    public static JsonNode? Node(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(value),
    };
}
