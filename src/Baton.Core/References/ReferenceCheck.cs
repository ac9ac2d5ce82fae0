using System.Collections.Immutable;
using System.Text.Json;
using Baton.Recipes;
using Baton.Schemas;

namespace Baton.References;

/// <summary>What can be said about the references of a step before anything has run: who they wait for, and whether their paths can exist.</summary>
public sealed class ReferenceCheck(SourceNames names, Func<int, Recipe?> recipeOf, JsonElement? arguments)
{
    private static readonly ImmutableArray<int> Nobody = [];

    /// <summary>The steps that this one waits for, ascending. Faults are placed below <paramref name="at"/>, the step's input.</summary>
    public ImmutableArray<int> DependenciesOf(int step, IReadOnlyList<Reference> references, JsonPlace at, Findings findings)
    {
        if (references.Count == 0)
        {
            return Nobody;
        }

        var sources = new SortedSet<int>();
        foreach (var reference in references)
        {
            var bound = names.TryBind(reference, out var fault);
            fault = bound is null ? fault : Contradiction(bound, step);
            if (fault is not null)
            {
                findings.Fault(JsonPlaces.Below(at, fault.Path), fault.Message);
            }
            else if (bound!.Target is ReferenceTarget.Step source)
            {
                sources.Add(source.Index);
            }
        }

        return [.. sources];
    }

    private Fault? Contradiction(BoundReference bound, int step)
    {
        if (bound.Target is ReferenceTarget.Step source)
        {
            return source.Index == step
                ? new Fault(bound.Reference.SourcePlace, "A step cannot refer to itself.")
                : Of(bound, recipeOf(source.Index) is { } recipe ? StepOutput.Inside(bound.Path).Contradiction(recipe.Output) : null);
        }

        return arguments is { } given
            ? Of(bound, bound.Path.Follow(given, out var complaint) is null ? complaint : null)
            : new Fault(bound.Reference.SourcePlace, "The workflow has no arguments.");
    }

    private static Fault? Of(BoundReference bound, string? complaint) => complaint is null
        ? null
        : new Fault(bound.Reference.PathPlace, $"The path '{JsonText.Cut(bound.Path.ToString(), 128)}' cannot exist. {complaint}");
}
