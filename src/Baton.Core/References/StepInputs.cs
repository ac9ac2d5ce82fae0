using System.Collections.Immutable;
using System.Text.Json;
using Baton.Recipes;
using Baton.Schemas;
using Baton.Workflows;

namespace Baton.References;

/// <summary>Inputs of steps whose sources have succeeded.</summary>
public static class StepInputs
{
    /// <summary>
    /// The input with every reference replaced, checked again against the recipe since only now its values are known. With faults the
    /// step cannot run. <paramref name="outputOf"/> gives a step's output by index, null while it has none.
    /// </summary>
    public static StepInput Resolve(WorkflowDefinition workflow, int step, Func<int, JsonElement?> outputOf, RecipeCatalogue recipes)
    {
        var definition = workflow.Steps[step];
        if (recipes.Find(definition.Type) is not { } recipe)
        {
            return new StepInput(definition.Input, [new Fault("$type", $"This server has no recipe {definition.Type} any more.")]);
        }

        var references = recipe.FindReferences(definition.Input);
        if (references.IsEmpty)
        {
            // It was checked when it was accepted.
            return new StepInput(definition.Input, []);
        }

        var resolved = Replace(workflow, definition.Input, references, outputOf);

        return resolved.Faults.IsEmpty ? ResolvedInput.Check(recipe, resolved.Value) : new StepInput(resolved.Value, resolved.Faults);
    }

    /// <summary>The input with every reference replaced that can be by now, to show it to callers.</summary>
    public static JsonElement Show(WorkflowDefinition workflow, int step, Func<int, JsonElement?> outputOf, RecipeCatalogue recipes)
    {
        var definition = workflow.Steps[step];
        var references = recipes.Find(definition.Type)?.FindReferences(definition.Input) ?? [];

        return references.IsEmpty ? definition.Input : Replace(workflow, definition.Input, references, outputOf).Value;
    }

    private static Resolution Replace(WorkflowDefinition workflow, JsonElement input, ImmutableArray<Reference> references, Func<int, JsonElement?> outputOf)
    {
        var names = new SourceNames([.. workflow.Steps.Select(s => s.Name)]);

        return InputReferences.Resolve(input, references, reference => ValueOf(reference, names, workflow.Arguments, outputOf));
    }

    private static ReferenceValue ValueOf(Reference reference, SourceNames names, JsonElement? arguments, Func<int, JsonElement?> outputOf)
    {
        if (names.TryBind(reference, out var fault) is not { } bound)
        {
            return new ReferenceValue(null, fault!.Message);
        }

        var (source, path) = bound.Target switch
        {
            ReferenceTarget.Step step => (outputOf(step.Index), StepOutput.Inside(bound.Path)),
            _ => (arguments, bound.Path),
        };
        if (source is not { } value)
        {
            return new ReferenceValue(null, $"'{JsonText.Cut(reference.Source, 64)}' has no output to refer to.");
        }

        return path.Follow(value, out var complaint) is { } found
            ? new ReferenceValue(found, "")
            : new ReferenceValue(null, $"'{JsonText.Cut(reference.Source, 64)}' gave nothing at '{JsonText.Cut(path.ToString(), 128)}'. {complaint}");
    }
}

/// <summary>An input that is ready to be planned, or what keeps it from that. Paths begin at the input's members.</summary>
public sealed record StepInput(JsonElement Value, ImmutableArray<Fault> Faults);
