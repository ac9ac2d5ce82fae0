using System.Text.Json;
using Baton.Recipes;
using Baton.Schemas;
using Baton.Steps;
using Baton.Workflows;

namespace Baton.Core.Tests.Steps;

/// <summary>Plans what the input says: a number is how many jobs the step emits, a text is what is wrong with it.</summary>
internal sealed class InputPlanner : IStepPlanner
{
    public StepPlan Plan(WorkflowState workflow, int step)
    {
        var definition = workflow.Definition.Steps[step];
        return definition.Input.ValueKind == JsonValueKind.String
            ? new StepPlan([], [new Fault($"steps[{step}].input", definition.Input.GetString()!)])
            : new StepPlan([.. Enumerable.Repeat(new JobPlan(definition.Type, definition.Input), definition.Input.GetInt32())], []);
    }
}
