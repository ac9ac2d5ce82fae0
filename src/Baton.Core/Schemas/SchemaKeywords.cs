using System.Text.Json;

namespace Baton.Schemas;

/// <summary>The keywords of JSON Schema that need no other schema. Where two documents are merged, a value must keep the limits of both.</summary>
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
            case "enum": schema.Choices = Narrowed(schema.Choices, value.EnumerateArray()); break;
            case "const": schema.Choices = Narrowed(schema.Choices, [value]); break;
            case "default": schema.Default = value; break;
            case "minimum": schema.Range = schema.Range.AtLeast(value.GetDouble()); break;
            case "maximum": schema.Range = schema.Range.AtMost(value.GetDouble()); break;
            case "exclusiveMinimum": schema.Range = schema.Range.AtLeast(value.GetDouble(), isExclusive: true); break;
            case "exclusiveMaximum": schema.Range = schema.Range.AtMost(value.GetDouble(), isExclusive: true); break;
            case "minLength": schema.MinLength = Larger(schema.MinLength, value); break;
            case "maxLength": schema.MaxLength = Smaller(schema.MaxLength, value); break;
            case "pattern": schema.Pattern = Once(schema.Pattern is null, keyword, new SchemaPattern(value.GetString()!)); break;
            case "format": schema.Format = Once(schema.Format == SchemaFormat.None || schema.Format == FormatOf(value.GetString()!), keyword, FormatOf(value.GetString()!)); break;
            case "minItems": schema.MinItems = Larger(schema.MinItems, value); break;
            case "maxItems": schema.MaxItems = Smaller(schema.MaxItems, value); break;
            case "uniqueItems": schema.UniqueItems |= value.GetBoolean(); break;
        }
    }

    private static SchemaChoices Narrowed(SchemaChoices? known, IEnumerable<JsonElement> values) =>
        new(known is null ? values : values.Where(value => known.Has(value, out _)));

    private static int Larger(int? known, JsonElement limit) => Math.Max(known ?? 0, limit.GetInt32());

    private static int Smaller(int? known, JsonElement limit) => Math.Min(known ?? int.MaxValue, limit.GetInt32());

    private static T Once<T>(bool isFirst, string keyword, T value) => isFirst ? value : throw new FormatException($"Two values of '{keyword}' for one place cannot be merged.");

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

    private static SchemaTypes TypesOf(JsonElement document) =>
        document.TryGetProperty("type", out var type)
            ? type.ValueKind == JsonValueKind.Array
                ? type.EnumerateArray().Aggregate(SchemaTypes.None, (t, name) => t | TypeOf(name.GetString()!))
                : TypeOf(type.GetString()!)
            : Implied(document);

    public static SchemaTypes TypeOf(string name) => name switch
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
