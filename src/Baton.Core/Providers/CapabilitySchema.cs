using System.Text.Json;
using Baton.Schemas;

namespace Baton.Providers;

/// <summary>Reads the schema that a provider gives for its inputs. Keywords that would not be heeded are refused, so that no job is offered to a provider that excluded it.</summary>
public static class CapabilitySchema
{
    private const int BytesMax = 64 * 1024;

    private static readonly HashSet<string> Heeded = new(StringComparer.Ordinal)
    {
        "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems",
        "items", "properties", "required", "additionalProperties", "allOf", "anyOf", "oneOf", "$ref", "$defs", "definitions", "nullable", "discriminator",
    };

    private static readonly HashSet<string> Remarks = new(StringComparer.Ordinal)
    {
        "$schema", "$id", "$comment", "title", "description", "default", "examples", "example", "deprecated", "readOnly", "writeOnly", "format",
    };

    /// <summary>The schema; null, with a fault, when it cannot be read or has a keyword that is not heeded.</summary>
    public static Schema? Read(JsonElement document, string path, Findings findings)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            findings.Fault(path, "A JSON Schema object is expected.");
            return null;
        }

        if (document.GetRawText().Length > BytesMax)
        {
            findings.Fault(path, $"A schema may have {BytesMax / 1024} KiB.");
            return null;
        }

        if (FindUnheeded(document) is { } keyword)
        {
            findings.Fault(path, $"The keyword '{keyword}' is not heeded here. Allowed: {string.Join(", ", Heeded)}.");
            return null;
        }

        try
        {
            return Schema.Parse(document);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            findings.Fault(path, $"This is not a JSON Schema: {e.Message}");
            return null;
        }
    }

    private static string? FindUnheeded(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            if (Remarks.Contains(keyword.Name))
            {
                continue;
            }

            if (!Heeded.Contains(keyword.Name))
            {
                return keyword.Name;
            }

            if (Below(keyword).Select(FindUnheeded).FirstOrDefault(found => found is not null) is { } deeper)
            {
                return deeper;
            }
        }

        return null;
    }

    private static IEnumerable<JsonElement> Below(JsonProperty keyword) => (keyword.Name, keyword.Value.ValueKind) switch
    {
        ("properties" or "$defs" or "definitions", JsonValueKind.Object) => keyword.Value.EnumerateObject().Select(member => member.Value),
        ("allOf" or "anyOf" or "oneOf", JsonValueKind.Array) => keyword.Value.EnumerateArray(),
        ("items" or "additionalProperties", _) => [keyword.Value],
        _ => [],
    };
}
