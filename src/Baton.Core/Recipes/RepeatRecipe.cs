using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Baton.Contracts.Json;
using Baton.References;
using Baton.Schemas;
using Baton.Steps;

namespace Baton.Recipes;

/// <summary>
/// Runs a template step once for each item of a list. The list is a reference, and so are values in the template: those to steps
/// and arguments are resolved with the list, those to the loop variable stay until the jobs are planned, once per item.
/// </summary>
/// <remarks>A resolved input has the list as <c>for.items</c>.</remarks>
public sealed class RepeatRecipe(IEnumerable<Recipe> templates)
    : Recipe("repeat", () => BatonJson.Default.RepeatInput, () => BatonJson.Default.RepeatOutput)
{
    /// <summary>How many items a list may have.</summary>
    public const int ItemsMax = 1000;

    private readonly RecipeCatalogue _templates = new(templates);

    public override JsonElement Accept(JsonElement value, JsonPlace at, ValidationRules rules, Findings findings)
    {
        if (rules.ReferencesAllowed)
        {
            // The template may hold inline media, which its own recipe knows about.
            var shape = rules with { ReferencesAllowed = false, TextLengthMax = int.MaxValue };

            return AcceptTemplate(base.Accept(value, at, shape, findings), at, rules, findings);
        }

        if (RepeatInputParts.Read(value) is { Items: { } items } parts)
        {
            CheckItems(parts, items, at, rules, findings);
        }
        else
        {
            findings.Fault(at.Of("for"), "The list is not known.");
        }

        return value;
    }

    public override string? TemplateType(JsonElement input) => RepeatInputParts.Read(input)?.Type;

    public override ImmutableArray<Reference> FindReferences(JsonElement value)
    {
        if (RepeatInputParts.Read(value) is not { Items: null } parts)
        {
            return [];
        }

        return
        [
            InputReferences.Read(parts.For, "for", ReferenceUse.Items),
            .. InputReferences.Find(parts.Input)
                .Where(reference => !LoopVariable.IsMeant(reference, parts.As))
                .Select(reference => reference with { Place = JsonPlaces.Join("template.input", reference.Place) }),
        ];
    }

    public override ImmutableArray<MediaSource> FindMedia(JsonElement value) =>
        RepeatInputParts.Read(value) is { } parts && _templates.Find(parts.Type) is { } recipe
            ? [.. recipe.FindMedia(parts.Input).Select(s => s with { Path = JsonPlaces.Join("template.input", s.Path) })]
            : [];

    public override ImmutableArray<JobPlan> Plan(JsonElement resolvedInput) =>
        [.. Bound(resolvedInput).SelectMany(item => item.Recipe.Plan(ResolvedInput.Check(item.Recipe, item.Input).Value))];

    /// <summary>One entry per item that has its output, in the order of the list.</summary>
    public override JsonElement? Assemble(JsonElement resolvedInput, ImmutableArray<JsonElement?> outputs)
    {
        if (RepeatInputParts.Read(resolvedInput) is not { Items: { ValueKind: JsonValueKind.Array } items } parts)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        bool any;
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("steps");
            any = WriteSteps(writer, parts, Bound(resolvedInput), outputs) || items.GetArrayLength() == 0;
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return any ? JsonElement.Parse(buffer.WrittenSpan, JsonEdits.Reading) : null;
    }

    private static bool WriteSteps(
        Utf8JsonWriter writer, RepeatInputParts parts, IEnumerable<(Recipe Recipe, JsonElement Input)> items, ImmutableArray<JsonElement?> outputs)
    {
        var any = false;
        var (index, first) = (0, 0);
        foreach (var (recipe, input) in items)
        {
            var count = recipe.Plan(input).Length;
            if (first + count <= outputs.Length
                && outputs.Slice(first, count) is var own
                && own.All(output => output is not null)
                && recipe.Assemble(input, own) is { } assembled)
            {
                WriteStep(writer, parts, index, input, assembled);
                any = true;
            }

            (index, first) = (index + 1, first + count);
        }

        return any;
    }

    private JsonElement AcceptTemplate(JsonElement value, JsonPlace at, ValidationRules rules, Findings findings)
    {
        if (JsonMembers.Find(value, "template") is not { } template)
        {
            // The schema tells of one that is missing; to it, null is a value like any other.
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("template", out _))
            {
                findings.Fault(at.Of("template"), "template is required.");
            }

            return value;
        }

        at.Enter("template");
        var (accepted, _) = StepTemplate.Accept(template, StepTemplate.Shape, _templates, at, rules, findings);
        if (RepeatInputParts.Read(value) is { } parts)
        {
            CheckLoopPaths(parts, at, findings);
        }

        at.Leave();
        var edits = new JsonEdits(value);
        if (!JsonEdits.AreSame(accepted, template))
        {
            edits.Replace(template, accepted);
        }

        return edits.Apply();
    }

    private static void CheckLoopPaths(RepeatInputParts parts, JsonPlace at, Findings findings)
    {
        foreach (var reference in InputReferences.Find(parts.Input).Where(r => LoopVariable.IsMeant(r, parts.As)))
        {
            if (LoopVariable.PathOf(reference, parts.As, out var complaint) is null)
            {
                findings.Fault(JsonPlaces.Below(at, $"input.{reference.PathPlace}"), $"The path cannot be read. {complaint}");
            }
        }
    }

    private void CheckItems(RepeatInputParts parts, JsonElement items, JsonPlace at, ValidationRules rules, Findings findings)
    {
        if (items.ValueKind != JsonValueKind.Array)
        {
            findings.Fault(at.Of("for"), $"The value {JsonText.Show(items)} is not valid for for. It must lead to a list.");

            return;
        }

        if (items.GetArrayLength() > ItemsMax)
        {
            findings.Fault(at.Of("for"), $"The list has {items.GetArrayLength()} items. Allowed: at most {ItemsMax}.");

            return;
        }

        if (_templates.Find(parts.Type) is not { } recipe)
        {
            findings.Fault(at.Of("template"), StepTemplate.UnknownType(parts.Type, _templates));

            return;
        }

        at.Enter("template").Enter("input");
        foreach (var item in items.EnumerateArray())
        {
            var bound = LoopVariable.Bind(parts.Input, parts.As, item);
            foreach (var fault in bound.Faults)
            {
                findings.Fault(JsonPlaces.Below(at, fault.Path), fault.Message);
            }

            recipe.Accept(bound.Value, at, rules, findings);
        }

        JsonMembers.Leave(at, 2);
    }

    private IEnumerable<(Recipe Recipe, JsonElement Input)> Bound(JsonElement resolvedInput)
    {
        var parts = RepeatInputParts.Read(resolvedInput)!;
        var recipe = _templates.Find(parts.Type)!;

        return parts.Items!.Value.EnumerateArray().Select(item =>
            (recipe, LoopVariable.Bind(parts.Input, parts.As, item).Value));
    }

    private static void WriteStep(Utf8JsonWriter writer, RepeatInputParts parts, int index, JsonElement input, JsonElement output)
    {
        var number = index.ToString(CultureInfo.InvariantCulture);
        writer.WriteStartObject();
        writer.WriteString("$type", parts.Type);
        writer.WriteString("name", JsonMembers.Text(parts.Template, "name") is { } name ? $"{name}-{number}" : number);
        writer.WriteString("priority", JsonMembers.Text(parts.Template, "priority") ?? "normal");
        writer.WriteString("status", "succeeded");
        writer.WritePropertyName("metadata");
        (JsonMembers.Find(parts.Template, "metadata") ?? JsonText.EmptyObject).WriteTo(writer);
        writer.WritePropertyName("input");
        input.WriteTo(writer);
        writer.WritePropertyName("output");
        output.WriteTo(writer);
        writer.WriteEndObject();
    }
}
