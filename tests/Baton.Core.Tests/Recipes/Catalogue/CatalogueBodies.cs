using System.Text.Json.Nodes;

namespace Baton.Core.Tests.Recipes.Catalogue;

/// <summary>Values that fit a schema.</summary>
internal sealed class CatalogueBodies(CatalogueDocument document)
{
    /// <summary>What has to be there, or all there is.</summary>
    public JsonObject Body(CatalogueVariant variant, bool all)
    {
        var body = new JsonObject();
        foreach (var (name, schema) in variant.Members)
        {
            if (all || variant.Required.Contains(name) || variant.Choices.Any(c => c.Member == name))
            {
                body[name] = Value(schema, all);
            }
        }

        return body;
    }

    public JsonNode? Value(JsonNode given, bool all = true)
    {
        var schema = document.Follow(given);
        if (schema["const"] is { } only)
        {
            return only.DeepClone();
        }

        if (schema["enum"] is { } choices)
        {
            return choices[0]!.DeepClone();
        }

        if (schema["anyOf"] is { } alternatives)
        {
            return Value(alternatives[0]!, all);
        }

        return TypeOf(schema) switch
        {
            "string" => Text(schema),
            "integer" or "number" => Number(schema),
            "boolean" => true,
            "array" => Items(schema, Math.Max(1, schema["minItems"]?.GetValue<int>() ?? 1), all),
            "object" => Object(schema, all),
            _ => "anything",
        };
    }

    public JsonArray Items(JsonObject schema, int count, bool all = true) => new([.. Enumerable.Range(0, count).Select(_ => Value(schema["items"]!, all))]);

    /// <summary>The one type besides null; null when the schema takes anything.</summary>
    public static string? TypeOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => types[0]!.GetValue<string>(),
        { } type => type.GetValue<string>(),
        null => null,
    };

    public static string Text(JsonObject schema) => schema switch
    {
        _ when schema["pattern"] is not null => "urn:air:sdxl:checkpoint:civitai:101055@128078",
        _ when schema["format"] is not null => "https://media.example/one",
        _ => new string('a', Math.Max(1, schema["minLength"]?.GetValue<int>() ?? 1)),
    };

    private static JsonNode Number(JsonObject schema) =>
        (schema["minimum"] ?? schema["maximum"])?.DeepClone() ?? 1;

    private JsonObject Object(JsonObject schema, bool all)
    {
        if (schema["additionalProperties"] is { } others)
        {
            return new JsonObject { ["key"] = Value(others, all) };
        }

        return Body(document.VariantsOf(schema).First(), all);
    }
}
