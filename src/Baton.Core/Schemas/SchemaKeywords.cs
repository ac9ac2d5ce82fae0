using System.Text.Json;

namespace Baton.Schemas;

/// <summary>The keywords of JSON Schema that need no other schema. Merging two documents keeps what both accept.</summary>
internal static class SchemaKeywords
{
    public static void Read(Schema schema, JsonElement document)
    {
        schema.Types &= TypesOf(document);
        foreach (var keyword in document.EnumerateObject())
        {
            Read(schema, keyword.Name, keyword.Value);
        }
    }

    private static void Read(Schema schema, string keyword, JsonElement value)
    {
        switch (keyword)
        {
            case "enum": schema.Choices = new SchemaChoices(value.EnumerateArray()); break;
            case "const": schema.Choices = new SchemaChoices([value]); break;
            case "default": schema.Default = value; break;
            case "minimum": schema.Minimum = value.GetDouble(); break;
            case "maximum": schema.Maximum = value.GetDouble(); break;
            case "exclusiveMinimum": ReadExclusive(schema, value, isMinimum: true); break;
            case "exclusiveMaximum": ReadExclusive(schema, value, isMinimum: false); break;
            case "minLength": schema.MinLength = value.GetInt32(); break;
            case "maxLength": schema.MaxLength = value.GetInt32(); break;
            case "pattern": schema.Pattern = new SchemaPattern(value.GetString()!); break;
            case "format": schema.Format = FormatOf(value.GetString()!); break;
            case "minItems": schema.MinItems = value.GetInt32(); break;
            case "maxItems": schema.MaxItems = value.GetInt32(); break;
            case "uniqueItems": schema.UniqueItems = value.GetBoolean(); break;
        }
    }

    // A number since draft 6; beside a minimum, a yes or no before that and in OpenAPI 3.0.
    private static void ReadExclusive(Schema schema, JsonElement value, bool isMinimum)
    {
        var isExclusive = value.ValueKind != JsonValueKind.False;
        double? limit = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
        if (isMinimum)
        {
            schema.MinimumIsExclusive = isExclusive;
            schema.Minimum = limit ?? schema.Minimum;
        }
        else
        {
            schema.MaximumIsExclusive = isExclusive;
            schema.Maximum = limit ?? schema.Maximum;
        }
    }

    private static SchemaFormat FormatOf(string format) => format switch
    {
        "date-time" => SchemaFormat.DateTime,
        "date-span" => SchemaFormat.DateSpan,
        "uri" => SchemaFormat.Uri,
        "media-source" => SchemaFormat.MediaSource,
        "int32" => SchemaFormat.Int32,
        "int64" => SchemaFormat.Int64,
        "path-segment" => SchemaFormat.PathSegment,
        "checked-elsewhere" => SchemaFormat.CheckedElsewhere,
        _ => SchemaFormat.None,
    };

    private static SchemaTypes TypesOf(JsonElement document)
    {
        var types = document.TryGetProperty("type", out var type)
            ? type.ValueKind == JsonValueKind.Array
                ? type.EnumerateArray().Aggregate(SchemaTypes.None, (t, name) => t | TypeOf(name.GetString()!))
                : TypeOf(type.GetString()!)
            : Implied(document);

        return document.TryGetProperty("nullable", out var nullable) && nullable.ValueKind == JsonValueKind.True ? types | SchemaTypes.Null : types;
    }

    private static SchemaTypes TypeOf(string name) => name switch
    {
        "null" => SchemaTypes.Null,
        "boolean" => SchemaTypes.Boolean,
        "integer" => SchemaTypes.Integer,
        "number" => SchemaTypes.Number | SchemaTypes.Integer,
        "string" => SchemaTypes.Text,
        "array" => SchemaTypes.List,
        "object" => SchemaTypes.Map,
        _ => throw new FormatException($"'{name}' is not a type of JSON Schema."),
    };

    // A document that says what members there are means an object, even where JSON Schema would let anything else pass.
    private static SchemaTypes Implied(JsonElement document)
    {
        if (document.TryGetProperty("enum", out var values))
        {
            return values.EnumerateArray().Aggregate(SchemaTypes.None, (t, v) => t | KindOf(v.ValueKind));
        }

        if (document.TryGetProperty("const", out var only))
        {
            return KindOf(only.ValueKind);
        }

        return document.TryGetProperty("properties", out _) || document.TryGetProperty("additionalProperties", out _) ? SchemaTypes.Map
            : document.TryGetProperty("items", out _) ? SchemaTypes.List
            : SchemaTypes.All;
    }

    public static SchemaTypes KindOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => SchemaTypes.Map,
        JsonValueKind.Array => SchemaTypes.List,
        JsonValueKind.String => SchemaTypes.Text,
        JsonValueKind.Number => SchemaTypes.Number | SchemaTypes.Integer,
        JsonValueKind.True or JsonValueKind.False => SchemaTypes.Boolean,
        JsonValueKind.Null or JsonValueKind.Undefined => SchemaTypes.Null,
    };
}
