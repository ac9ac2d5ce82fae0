using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Core.Tests.Recipes.Catalogue;

namespace Baton.Tests.Providers.Adapters;

/// <summary>Other values for a place of a body that its schema allows: every other choice, and one that differs where there is no list of them; of objects and lists, one for each part.</summary>
internal sealed class OtherValues(CatalogueDocument document)
{
    public const string Media = "https://media.example/one";
    public const string OtherMedia = "https://media.example/two";
    public const string OtherAir = "urn:air:sdxl:checkpoint:civitai:7@8";

    public IEnumerable<JsonNode> Of(JsonNode given, JsonNode? now)
    {
        var schema = document.Follow(given);
        if (schema["const"] is not null || now is null)
        {
            return [];
        }

        if (schema["enum"] is { } choices)
        {
            return choices.AsArray().OfType<JsonNode>().Where(choice => !JsonNode.DeepEquals(choice, now)).Select(choice => choice.DeepClone());
        }

        if (schema["anyOf"] is { } alternatives)
        {
            return alternatives.AsArray().SelectMany(one => Of(one!, now));
        }

        return (CatalogueBodies.TypeOf(schema), now) switch
        {
            ("string", JsonValue) => [Text(schema)],
            ("integer" or "number", JsonValue) => Numbers(schema, now),
            ("boolean", JsonValue) => [now.GetValueKind() != JsonValueKind.True],
            ("array", JsonArray { Count: > 0 } list) => Of(schema["items"]!, list[0]).Select(other => (JsonNode)With(list, other)),
            ("object", JsonObject members) => Parts(schema, members),
            (null, JsonValue) => ["else"],
            _ => [],
        };
    }

    private static JsonNode Text(JsonObject schema) =>
        schema["pattern"] is not null ? OtherAir : schema["format"] is not null ? OtherMedia : new string('b', Math.Max(2, schema["minLength"]?.GetValue<int>() ?? 2));

    private static IEnumerable<JsonNode> Numbers(JsonObject schema, JsonNode now)
    {
        var (low, high) = (schema["minimum"]?.GetValue<decimal>(), schema["maximum"]?.GetValue<decimal>());
        var isWhole = CatalogueBodies.TypeOf(schema) == "integer";
        decimal[] tries = [low ?? 2, high ?? 3, isWhole ? Math.Floor(((low ?? 2) + (high ?? 6)) / 2) : ((low ?? 2) + (high ?? 6)) / 2];
        return tries.Where(value => value != decimal.Parse(now.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture))
            .Where(value => value >= (low ?? value) && value <= (high ?? value)).Distinct().Select(value => (JsonNode)value);
    }

    private IEnumerable<JsonNode> Parts(JsonObject schema, JsonObject members)
    {
        if (schema["additionalProperties"] is { } others)
        {
            return members.First() is var (key, value) ? Of(others, value).Select(other => (JsonNode)new JsonObject { [key] = other }) : [];
        }

        return document.VariantsOf(schema).First().Members.Where(member => members.ContainsKey(member.Key))
            .SelectMany(member => Of(member.Value, members[member.Key]).Select(other => (JsonNode)With(members, member.Key, other)));
    }

    private static JsonArray With(JsonArray list, JsonNode other)
    {
        var copy = list.DeepClone().AsArray();
        copy[0] = other;
        return copy;
    }

    private static JsonObject With(JsonObject members, string name, JsonNode other)
    {
        var copy = members.DeepClone().AsObject();
        copy[name] = other;
        return copy;
    }
}
