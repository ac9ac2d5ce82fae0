using System.Collections.Immutable;
using System.Text.Json;
using Baton.Recipes;
using Baton.References;
using Baton.Workflows;

namespace Baton.Steps;

/// <summary>
/// The outputs of a workflow's steps. They are not stored: a step's output is what its recipe makes of the outputs of its jobs. Each is worked out once,
/// since a step may be referred to many times over, and a source of a source once more for each.
/// </summary>
public sealed class StepOutputs(WorkflowState workflow, RecipeCatalogue recipes)
{
    private readonly JsonElement?[] _outputs = new JsonElement?[workflow.Steps.Length];
    private readonly bool[] _known = new bool[workflow.Steps.Length];

    /// <summary>The output as far as there is one; null when no job has any yet.</summary>
    public static JsonElement? Of(WorkflowState workflow, int step, RecipeCatalogue recipes) => new StepOutputs(workflow, recipes).Of(step);

    /// <summary>The output as far as there is one; null when no job has any yet.</summary>
    public JsonElement? Of(int step)
    {
        if (!_known[step])
        {
            _outputs[step] = Assemble(step);
            _known[step] = true;
        }

        return _outputs[step];
    }

    private JsonElement? Assemble(int step)
    {
        var state = workflow.Steps[step];
        if (state.ReadyAt is null || recipes.Find(workflow.Definition.Steps[step].Type) is not { } recipe)
        {
            return null;
        }

        var outputs = state.CurrentJobs().OrderBy(job => job.Item).Select(job => job.Output).ToImmutableArray();
        return recipe.Assemble(StepInputs.Show(workflow.Definition, step, Of, recipes), outputs);
    }
}
