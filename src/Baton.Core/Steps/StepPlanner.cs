using Baton.Recipes;
using Baton.References;
using Baton.Workflows;

namespace Baton.Steps;

/// <summary>Plans by the step's recipe, from the input with its references replaced.</summary>
public sealed class StepPlanner(RecipeCatalogue recipes) : IStepPlanner
{
    public StepPlan Plan(WorkflowState workflow, int step)
    {
        var input = StepInputs.Resolve(workflow.Definition, step, new StepOutputs(workflow, recipes).Of, recipes);
        return input.Faults.IsDefaultOrEmpty
            ? new StepPlan([.. recipes.Find(workflow.Definition.Steps[step].Type)!.Plan(input.Value).Select(WithComplexity)], [])
            : new StepPlan([], input.Faults);
    }

    private JobPlan WithComplexity(JobPlan job) => job with { Complexity = recipes.Find(job.Type)?.ComplexityOf(job.Input) ?? 1 };
}
