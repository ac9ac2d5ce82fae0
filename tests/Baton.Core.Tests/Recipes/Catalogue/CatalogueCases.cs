using System.Text.Json.Nodes;

namespace Baton.Core.Tests.Recipes.Catalogue;

/// <summary>For every constraint of a variant the values that just keep it, and one that breaks it.</summary>
internal sealed class CatalogueCases(CatalogueDocument document)
{
    private readonly CatalogueBodies _bodies = new(document);

    public IEnumerable<CatalogueCase> Of(CatalogueVariant variant)
    {
        yield return new CatalogueCase("least", _bodies.Body(variant, all: false), null);
        yield return new CatalogueCase("all", _bodies.Body(variant, all: true), null);
        foreach (var choice in variant.Choices)
        {
            foreach (var made in OfChoice(variant, choice))
            {
                yield return made;
            }
        }

        foreach (var (name, schema) in variant.Members.Where(m => variant.Choices.All(c => c.Member != m.Key)))
        {
            if (variant.Required.Contains(name))
            {
                yield return new CatalogueCase("required", Without(variant, name), name);
            }

            yield return new CatalogueCase("reference", With(variant, name, new JsonObject { ["$ref"] = "$0", ["path"] = "output.a" }), null);
            foreach (var (constraint, value, path) in Values(schema))
            {
                yield return new CatalogueCase(constraint, With(variant, name, value), path is null ? null : name + path);
            }
        }

        foreach (var stranger in Strangers(variant))
        {
            yield return new CatalogueCase("other variant", With(variant, stranger, "a"), stranger);
        }
    }

    private IEnumerable<CatalogueCase> OfChoice(CatalogueVariant variant, Choice choice)
    {
        yield return new CatalogueCase("discriminator", With(variant, choice.Member, "no such"), choice.Member);
        yield return new CatalogueCase("discriminator", With(variant, choice.Member, 5), choice.Member);
        yield return new CatalogueCase("spelling", With(variant, choice.Member, choice.Value.ToUpperInvariant()), null);
        if (choice.IsDefault)
        {
            yield return new CatalogueCase("default", Without(variant, choice.Member), null);
        }
    }

    /// <summary>Members of other variants of the same engine.</summary>
    private IEnumerable<string> Strangers(CatalogueVariant variant) => document.Variants
        .Where(other => other.Engine == variant.Engine && variant.Choices.Count > 1)
        .SelectMany(other => other.Members.Keys)
        .Where(name => !variant.Members.ContainsKey(name))
        .Distinct();

    /// <summary>Values for one place, with where below it the fault is; without a path, the value is right.</summary>
    private IEnumerable<(string Constraint, JsonNode? Value, string? Path)> Values(JsonNode given)
    {
        var schema = document.Follow(given);
        if (schema["const"] is { } only)
        {
            return OfEnum([only]);
        }

        if (schema["enum"] is { } choices)
        {
            return OfEnum([.. choices.AsArray().Where(c => c is not null).Select(c => c!)]);
        }

        if (schema["anyOf"] is { } alternatives)
        {
            return [("type", 5, ""), .. alternatives.AsArray().SelectMany(a => Values(a!)).Where(v => v.Constraint != "type" || v.Path is not "")];
        }

        return CatalogueBodies.TypeOf(schema) switch
        {
            "string" => OfText(schema),
            "integer" or "number" => OfNumber(schema),
            "boolean" => [("type", "x", "")],
            "array" => OfList(schema),
            "object" => OfObject(schema),
            "null" => [("null", null, null)],
            _ => [],
        };
    }

    private static IEnumerable<(string, JsonNode?, string?)> OfEnum(List<JsonNode> choices)
    {
        var isText = choices[0].GetValueKind() == System.Text.Json.JsonValueKind.String;
        yield return ("enum", isText ? "no such" : 12345, "");
        yield return ("type", isText ? 0 : "x", "");
        foreach (var choice in choices)
        {
            yield return ("enum", choice.DeepClone(), null);
            if (isText)
            {
                yield return ("spelling", choice.GetValue<string>().ToUpperInvariant(), null);
            }
        }
    }

    private static IEnumerable<(string, JsonNode?, string?)> OfText(JsonObject schema)
    {
        yield return ("type", 5, "");
        if (schema["pattern"] is not null)
        {
            yield return ("pattern", "not a name", "");
        }

        if (schema["format"] is not null)
        {
            yield return ("format", "not media", "");
        }

        if (schema["minLength"]?.GetValue<int>() is { } min)
        {
            yield return ("minLength", new string('a', min - 1), "");
        }

        if (schema["maxLength"]?.GetValue<int>() is { } max)
        {
            yield return ("maxLength", new string('a', max + 1), "");
            yield return ("maxLength", new string('a', max), null);
        }
    }

    private static IEnumerable<(string, JsonNode?, string?)> OfNumber(JsonObject schema)
    {
        var isWhole = CatalogueBodies.TypeOf(schema) == "integer";
        var step = isWhole ? 1 : 0.001m;
        yield return ("type", "x", "");
        if (isWhole)
        {
            yield return ("whole", (schema["minimum"]?.GetValue<decimal>() ?? 0) + 0.5m, "");
            yield return ("whole", JsonNode.Parse($"{schema["minimum"]?.GetValue<decimal>() ?? 1}.0"), null);
        }

        if (schema["minimum"]?.GetValue<decimal>() is { } min)
        {
            yield return ("minimum", min - step, "");
            yield return ("minimum", min, null);
        }

        if (schema["maximum"]?.GetValue<decimal>() is { } max)
        {
            yield return ("maximum", max + step, "");
            yield return ("maximum", max, null);
        }
        else if (isWhole && schema["format"]?.GetValue<string>() == "int32")
        {
            yield return ("int32", int.MaxValue + 1L, "");
        }
    }

    private IEnumerable<(string, JsonNode?, string?)> OfList(JsonObject schema)
    {
        yield return ("type", "x", "");
        if (schema["minItems"]?.GetValue<int>() is { } min)
        {
            yield return ("minItems", _bodies.Items(schema, min - 1), "");
            yield return ("minItems", _bodies.Items(schema, min), null);
        }

        if (schema["maxItems"]?.GetValue<int>() is { } max)
        {
            yield return ("maxItems", _bodies.Items(schema, max + 1), "");
            yield return ("maxItems", _bodies.Items(schema, max), null);
        }

        foreach (var (constraint, value, path) in Values(schema["items"]!))
        {
            // The last of the list, so that the index counts.
            var items = _bodies.Items(schema, Math.Max(1, schema["minItems"]?.GetValue<int>() ?? 1));
            items[^1] = value;
            yield return (constraint, items, path is null ? null : $"[{items.Count - 1}]{path}");
        }
    }

    private IEnumerable<(string, JsonNode?, string?)> OfObject(JsonObject schema)
    {
        yield return ("type", "x", "");
        if (schema["additionalProperties"] is { } others)
        {
            foreach (var (constraint, value, path) in Values(others))
            {
                yield return (constraint, new JsonObject { ["key"] = value }, path is null ? null : $".key{path}");
            }

            yield break;
        }

        foreach (var made in document.VariantsOf(schema).SelectMany(Of))
        {
            yield return (made.Constraint, made.Body, made.Path is null ? null : $".{made.Path}");
        }
    }

    private JsonObject With(CatalogueVariant variant, string member, JsonNode? value)
    {
        var body = _bodies.Body(variant, all: false);
        body[member] = value;

        return body;
    }

    private JsonObject Without(CatalogueVariant variant, string member)
    {
        var body = _bodies.Body(variant, all: false);
        body.Remove(member);

        return body;
    }
}
