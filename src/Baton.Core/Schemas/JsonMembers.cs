using System.Text.Json;

namespace Baton.Schemas;

/// <summary>Members of a body that may turn out to be missing, or something else than expected.</summary>
internal static class JsonMembers
{
    /// <summary>The member; null when there is none or it is null.</summary>
    public static JsonElement? Find(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    public static string? Text(JsonElement value, string name) =>
        Find(value, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static double? Number(JsonElement value, string name) =>
        Find(value, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    public static bool? Flag(JsonElement value, string name) =>
        Find(value, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.GetBoolean() : null;

    /// <summary>The items of a list with their indexes; none when it is no list.</summary>
    public static IEnumerable<(JsonElement Item, int Index)> Items(JsonElement value, string name) =>
        Find(value, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select((item, index) => (item, index)) : [];

    /// <summary>Goes several levels back up.</summary>
    public static void Leave(JsonPlace at, int levels)
    {
        for (var i = 0; i < levels; i++)
        {
            at.Leave();
        }
    }
}
