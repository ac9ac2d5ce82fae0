using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Baton.Contracts.Json;

namespace Baton.Schemas;

/// <summary>JSON Schema documents of wire types: the shape from the serializer, the limits from the attributes of their members.</summary>
internal static class ContractSchema
{
    private static readonly JsonSchemaExporterOptions Exporting = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Transform,
    };

    public static JsonElement DocumentOf(JsonTypeInfo type) =>
        JsonElement.Parse(type.GetJsonSchemaAsNode(Exporting).ToJsonString());

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        // A type with a converter of its own comes as "true", which says anything goes.
        var schema = node as JsonObject ?? [];
        Name(schema, context.TypeInfo.Type);
        NameVariants(schema, context.TypeInfo);
        if (context.PropertyInfo?.AttributeProvider is { } attributes)
        {
            foreach (var attribute in attributes.GetCustomAttributes(inherit: true))
            {
                Limit(schema, attribute);
            }
        }

        return schema.Count == 0 ? node : schema;
    }

    private static void Name(JsonObject schema, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var isNullable = plain != type;
        if (plain == typeof(DateTimeOffset))
        {
            Text(schema, "date-time", isNullable);
        }
        else if (plain == typeof(TimeSpan))
        {
            Text(schema, "date-span", isNullable);
        }
        else if (plain == typeof(int) || plain == typeof(long))
        {
            schema["format"] = plain == typeof(int) ? "int32" : "int64";
        }
    }

    private static void Text(JsonObject schema, string format, bool isNullable)
    {
        schema.Clear();
        schema["type"] = isNullable ? new JsonArray("string", "null") : "string";
        schema["format"] = format;
    }

    private static void NameVariants(JsonObject schema, JsonTypeInfo type)
    {
        if (type.PolymorphismOptions is not { } options || schema["anyOf"] is not JsonArray variants)
        {
            return;
        }

        schema["discriminator"] = new JsonObject { ["propertyName"] = options.TypeDiscriminatorPropertyName };
        if (type.Type.GetCustomAttribute<DefaultVariantAttribute>()?.Value is { } value)
        {
            (schema["required"] as JsonArray)?.RemoveAll(n => n?.GetValue<string>() == options.TypeDiscriminatorPropertyName);
            foreach (var variant in variants.OfType<JsonObject>())
            {
                Default(variant, options.TypeDiscriminatorPropertyName, value);
            }
        }
    }

    private static void Default(JsonObject variant, string discriminator, string value)
    {
        if (variant["properties"]?[discriminator] is JsonObject member && member["const"]?.GetValue<string>() == value)
        {
            member["default"] = value;
        }
    }

    private static void Limit(JsonObject schema, object attribute)
    {
        switch (attribute)
        {
            case RangeAttribute range:
                schema["minimum"] = Number(range.Minimum);
                schema["maximum"] = Number(range.Maximum);
                break;
            case StringLengthAttribute length:
                schema["maxLength"] = length.MaximumLength;
                Put(schema, "minLength", length.MinimumLength > 0 ? length.MinimumLength : null);
                break;
            case MinLengthAttribute length:
                schema[IsList(schema) ? "minItems" : "minLength"] = length.Length;
                break;
            case MaxLengthAttribute length:
                schema[IsList(schema) ? "maxItems" : "maxLength"] = length.Length;
                break;
            case RegularExpressionAttribute expression:
                schema["pattern"] = expression.Pattern;
                break;
            case MediaSourceAttribute:
                schema["format"] = "media-source";
                break;
            case DefaultValueAttribute { Value: { } value }:
                schema["default"] = DefaultOf(value);
                break;
            case DescriptionAttribute description:
                schema["description"] = description.Description;
                break;
        }
    }

    private static void Put(JsonObject schema, string keyword, int? value)
    {
        if (value is { } known)
        {
            schema[keyword] = known;
        }
    }

    private static bool IsList(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => types.Any(t => t?.GetValue<string>() == "array"),
        JsonValue type => type.GetValue<string>() == "array",
        _ => false,
    };

    private static JsonNode Number(object limit) => limit is int whole ? whole : Convert.ToDouble(limit, CultureInfo.InvariantCulture);

    private static JsonNode DefaultOf(object value) => value switch
    {
        bool yes => yes,
        int whole => whole,
        double number => number,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
