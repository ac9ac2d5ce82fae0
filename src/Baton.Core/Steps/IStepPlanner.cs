using System.Collections.Immutable;
using Baton.Recipes;
using Baton.Schemas;
using Baton.Workflows;

namespace Baton.Steps;

/// <summary>Which jobs a step emits, now that all it depends on has succeeded. A pure function of the workflow.</summary>
public interface IStepPlanner
{
    /// <summary>The step's jobs; or what is wrong with its input now that its references have values.</summary>
    StepPlan Plan(WorkflowState workflow, int step);
}

/// <summary>The jobs of a step, or why there are none.</summary>
public readonly record struct StepPlan(ImmutableArray<JobPlan> Jobs, ImmutableArray<Fault> Faults);
