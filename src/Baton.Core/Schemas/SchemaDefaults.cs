using System.Text.Json;

namespace Baton.Schemas;

/// <summary>Writes into a value what its schema says of members that are not there.</summary>
internal static class SchemaDefaults
{
    /// <summary>The value with the default of every missing member. A member that is null stays so: where that is allowed it means something.</summary>
    public static JsonElement Fill(Schema schema, JsonElement value)
    {
        var edits = new JsonEdits(value);
        Walk(schema, value, edits);

        return edits.Apply();
    }

    private static void Walk(Schema schema, JsonElement value, JsonEdits edits)
    {
        if (schema.Union is { } union)
        {
            if (union.Choose(value) is { } variant)
            {
                Walk(variant.Schema, value, edits);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.Items is { } items)
        {
            foreach (var item in value.EnumerateArray())
            {
                Walk(items, item, edits);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            WalkMembers(schema, value, edits);
        }
    }

    private static void WalkMembers(Schema schema, JsonElement value, JsonEdits edits)
    {
        foreach (var member in schema.Members)
        {
            if (value.TryGetProperty(member.Utf8Name, out var inner))
            {
                Walk(member.Schema, inner, edits);
            }
            else if (member.Schema.Default is { } known)
            {
                edits.Insert(value, member.Name, known);
            }
        }
    }
}
