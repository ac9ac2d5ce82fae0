using System.Text.Json;
using Baton.Recipes;
using Baton.Schemas;

namespace Baton.References;

/// <summary>The second look at an input, when what its references lead to is known.</summary>
public static class ResolvedInput
{
    private static readonly ValidationRules Rules = new();

    /// <summary>The input in canonical spelling, and what is wrong with it.</summary>
    public static StepInput Check(Recipe recipe, JsonElement resolved)
    {
        var findings = new Findings();
        var value = recipe.Accept(resolved, new JsonPlace(), Rules, findings);

        return new StepInput(value, findings.Faults);
    }
}
