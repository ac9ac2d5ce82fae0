using System.Globalization;
using System.Text.Json;
using Baton.Contracts.Workflows;
using Baton.Recipes;
using Baton.Schemas;

namespace Baton.Steps;

/// <summary>A step as submitted, looked at and taken apart. Members the caller left out are null.</summary>
internal sealed record StepTemplate(
    Recipe? Recipe, string? Name, Priority? Priority, TimeSpan? Timeout, int? Retries, JsonElement? Metadata, JsonElement Input)
{
    /// <summary>The shape of a step, without limits that differ from server to server.</summary>
    public static readonly Schema Shape = Schema.Parse(JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": {
            "$type": { "type": "string" },
            "name": { "type": ["string", "null"], "maxLength": 128, "pattern": "^[A-Za-z0-9_.$-]{1,128}$", "format": "path-segment" },
            "priority": { "enum": ["high", "normal", "low", null] },
            "timeout": { "type": ["string", "null"], "format": "date-span" },
            "retries": { "type": ["integer", "null"], "format": "int32", "minimum": 0 },
            "metadata": { "type": ["object", "null"], "additionalProperties": true },
            "input": { "format": "checked-elsewhere" }
          },
          "required": ["input"]
        }
        """));

    /// <summary>Looks at a step whose shape has not been looked at yet, and returns it as it is kept.</summary>
    public static (JsonElement Value, StepTemplate Template) Accept(
        JsonElement value, Schema shape, RecipeCatalogue recipes, JsonPlace at, ValidationRules rules, Findings findings)
    {
        var shaped = shape.Validate(value, at, rules with { ReferencesAllowed = false }, findings);
        var template = Read(shaped, recipes, at, rules, findings);
        var edits = new JsonEdits(shaped);
        if (JsonMembers.Find(shaped, "input") is { } input && !JsonEdits.AreSame(input, template.Input))
        {
            edits.Replace(input, template.Input);
        }

        return (edits.Apply(), template);
    }

    /// <summary>Takes a step apart whose shape has been looked at, and looks at its input.</summary>
    public static StepTemplate Read(JsonElement value, RecipeCatalogue recipes, JsonPlace at, ValidationRules rules, Findings findings)
    {
        var recipe = RecipeOf(value, recipes, at, findings);
        var input = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("input"u8, out var given) ? given : default;
        if (recipe is not null && input.ValueKind != JsonValueKind.Undefined)
        {
            at.Enter("input");
            input = recipe.Accept(input, at, rules, findings);
            at.Leave();
        }

        return new StepTemplate(
            recipe,
            JsonMembers.Text(value, "name"),
            JsonMembers.Text(value, "priority") is { } priority ? PriorityOf(priority) : null,
            JsonMembers.Text(value, "timeout") is { } timeout ? SpanOf(timeout) : null,
            JsonMembers.Number(value, "retries") is { } retries ? (int)retries : null,
            JsonMembers.Find(value, "metadata"),
            input);
    }

    /// <summary>Says that there is no such step type, and which there are.</summary>
    public static string UnknownType(string type, RecipeCatalogue recipes) =>
        $"The value '{JsonText.Cut(type, 64)}' is not valid for $type. Known: {Types(recipes)}.";

    /// <summary>Null for a text that is none; the schema has said so.</summary>
    public static Priority? PriorityOf(string text) =>
        Enum.TryParse<Priority>(text, ignoreCase: true, out var priority) ? priority : null;

    /// <summary>Null for a text that is none; the schema has said so.</summary>
    public static TimeSpan? SpanOf(string text) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) ? span : null;

    private static Recipe? RecipeOf(JsonElement value, RecipeCatalogue recipes, JsonPlace at, Findings findings)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (JsonMembers.Find(value, "$type") is not { } type)
        {
            findings.Fault(at.Of("$type"), $"$type is required. Known: {Types(recipes)}.");

            return null;
        }

        // A number or the like has been complained about with the shape.
        var recipe = type.ValueKind == JsonValueKind.String ? recipes.Find(type.GetString()!) : null;
        if (recipe is null && type.ValueKind == JsonValueKind.String)
        {
            findings.Fault(at.Of("$type"), UnknownType(type.GetString()!, recipes));
        }

        return recipe;
    }

    private static string Types(RecipeCatalogue recipes) => JsonText.List(recipes.All.Select(r => r.Type));
}
