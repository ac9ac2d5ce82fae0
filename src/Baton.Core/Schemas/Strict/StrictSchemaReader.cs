using System.Text.Json;

namespace Baton.Schemas;

/// <summary>
/// Reads a document from outside. A keyword that would not be heeded is refused, and so is one whose value JSON Schema does not allow: a schema that is only half
/// heeded says something else than its writer meant. Schemas may refer to themselves, as long as that leads deeper into the value.
/// </summary>
internal sealed class StrictSchemaReader(JsonElement root)
{
    /// <summary>How many schemas may look at the same value.</summary>
    private const int BesideMax = 10_000;

    private const int NestingMax = 128;

    private static readonly HashSet<string> Remarks = new(StringComparer.Ordinal)
    {
        "$schema", "$comment", "title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "format",
        "discriminator",
    };

    private readonly Dictionary<string, StrictSchema> _byPointer = [];
    private readonly Dictionary<StrictSchema, long> _costs = [];
    private readonly List<StrictSchema> _all = [];
    private int _nesting;

    public static IReadOnlyList<string> Heeded { get; } =
    [
        "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern", "minItems", "maxItems",
        "uniqueItems", "items", "properties", "required", "additionalProperties", "allOf", "anyOf", "oneOf", "$ref", "$defs", "definitions",
    ];

    public StrictSchema ReadRoot()
    {
        var schema = Follow("#");
        foreach (var read in _all)
        {
            Cost(read);
        }

        return schema;
    }

    private StrictSchema Follow(string pointer)
    {
        if (_byPointer.TryGetValue(pointer, out var known))
        {
            return known;
        }

        // Known before it is read, so that a schema that contains itself ends here.
        var schema = _byPointer[pointer] = New();
        Fill(schema, SchemaPointer.Locate(root, pointer), pointer);

        return schema;
    }

    private StrictSchema Read(JsonElement document, string at)
    {
        var schema = New();
        Fill(schema, document, at);

        return schema;
    }

    private StrictSchema New()
    {
        var schema = new StrictSchema();
        _all.Add(schema);

        return schema;
    }

    private void Fill(StrictSchema schema, JsonElement document, string at)
    {
        if (++_nesting > NestingMax)
        {
            throw new FormatException($"Schemas are nested, or refer to each other, deeper than {NestingMax} levels.");
        }

        if (document.ValueKind == JsonValueKind.False)
        {
            schema.Types = SchemaTypes.None;
        }
        else if (document.ValueKind == JsonValueKind.Object)
        {
            foreach (var keyword in document.EnumerateObject().Where(k => !Remarks.Contains(k.Name)))
            {
                ReadKeyword(schema, keyword.Value, new StrictKeyword(keyword.Name, keyword.Value, at));
            }
        }
        else if (document.ValueKind != JsonValueKind.True)
        {
            throw new FormatException($"At {at}: a schema is an object, true or false.");
        }

        _nesting--;
    }

    private void ReadKeyword(StrictSchema schema, JsonElement value, StrictKeyword keyword)
    {
        switch (keyword.Name)
        {
            case "type": schema.Types = keyword.Types(); break;
            case "enum": schema.Choices = new SchemaChoices(keyword.Items()); break;
            case "const": schema.Only = new SchemaChoices([value]); break;
            case "minimum": schema.Range = schema.Range.AtLeast(keyword.Number()); break;
            case "maximum": schema.Range = schema.Range.AtMost(keyword.Number()); break;
            case "exclusiveMinimum": schema.Range = schema.Range.AtLeast(keyword.Number(), isExclusive: true); break;
            case "exclusiveMaximum": schema.Range = schema.Range.AtMost(keyword.Number(), isExclusive: true); break;
            case "minLength": schema.MinLength = keyword.Count(); break;
            case "maxLength": schema.MaxLength = keyword.Count(); break;
            case "pattern": schema.Pattern = keyword.Pattern(); break;
            case "minItems": schema.MinItems = keyword.Count(); break;
            case "maxItems": schema.MaxItems = keyword.Count(); break;
            case "uniqueItems": schema.UniqueItems = keyword.Flag(); break;
            case "items": schema.Items = Read(value, keyword.Place); break;
            case "properties": ReadMembers(schema, keyword); break;
            case "required": schema.Required.UnionWith(keyword.Texts()); break;
            case "additionalProperties": schema.Others = Read(value, keyword.Place); break;
            case "allOf": schema.All.AddRange(Several(keyword)); break;
            case "anyOf": schema.AnyOf = Several(keyword); break;
            case "oneOf": schema.OneOf = Several(keyword); break;
            case "$ref": schema.All.Add(Follow(keyword.Text())); break;
            case "$defs" or "definitions": ReadDefinitions(keyword); break;
            case "$id" when keyword.IsAtRoot: break;
            default: throw keyword.NotHeeded(Heeded);
        }
    }

    private void ReadMembers(StrictSchema schema, StrictKeyword keyword)
    {
        foreach (var member in keyword.Members())
        {
            schema.Members[member.Name] = Read(member.Value, SchemaPointer.Of(keyword.Place, member.Name));
        }
    }

    // Also those that nothing refers to, as far as is seen here: what is wrong in them is a slip as well.
    private void ReadDefinitions(StrictKeyword keyword)
    {
        foreach (var definition in keyword.Members())
        {
            Follow(SchemaPointer.Of(keyword.Place, definition.Name));
        }
    }

    private StrictSchema[] Several(StrictKeyword keyword)
    {
        var documents = keyword.Items();

        return documents.Count > 0 ? [.. documents.Select((document, index) => Read(document, $"{keyword.Place}/{index}"))] : throw keyword.Wrong("a list with one schema at least");
    }

    /// <summary>How many schemas look at a value that this one looks at, itself included.</summary>
    private long Cost(StrictSchema schema)
    {
        if (_costs.TryGetValue(schema, out var known))
        {
            return known > 0 ? known : throw new FormatException("A schema refers to itself by $ref, allOf, anyOf or oneOf alone.");
        }

        _costs[schema] = 0;
        var cost = 1 + schema.Beside.Sum(Cost);
        if (cost > BesideMax)
        {
            throw new FormatException($"More than {BesideMax} schemas would look at the same value.");
        }

        return _costs[schema] = cost;
    }
}
