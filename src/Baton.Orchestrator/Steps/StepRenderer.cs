using System.Runtime.InteropServices;
using System.Text.Json;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Recipes;
using Baton.Workflows;

namespace Baton.Steps;

/// <summary>A step and its jobs as their owner sees them.</summary>
internal sealed class StepRenderer(RecipeCatalogue recipes)
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    public WorkflowStep Render(WorkflowState workflow, int index, bool hideMatureContent)
    {
        var definition = workflow.Definition.Steps[index];
        var step = workflow.Steps[index];
        return new WorkflowStep
        {
            Type = definition.Type,
            Name = definition.Name,
            Priority = definition.Priority,
            Timeout = definition.Timeout,
            Retries = definition.Retries,
            Jobs = [.. step.Jobs.Select(Render)],
            Status = step.Status,
            StartedAt = step.StartedAt,
            CompletedAt = step.CompletedAt,
            Metadata = step.Metadata ?? Empty,
            EstimatedProgressRate = step.Status.IsHeld() ? ProgressOf(step) : null,
            Input = definition.Input,
            Output = Output(definition, step),
        };
    }

    private static WorkflowStepJob Render(JobState job) => new()
    {
        Id = job.Id.Value,
        Status = job.Status,
        StartedAt = job.StartedAt,
        CompletedAt = job.CompletedAt,
        Cost = 1,
        EstimatedProgressRate = job.Status.IsHeld() ? job.Progress ?? 0 : null,
        Reason = job.Reason?.ToWire(),
        BlockedReason = job.BlockedReason,
        Detail = job.Detail,
    };

    /// <summary>The mean over the items; one that has succeeded is whole, one that has not been claimed is not begun.</summary>
    private static double ProgressOf(StepState step)
    {
        var (sum, count) = (0.0, 0);
        foreach (var job in step.Jobs.GroupBy(j => j.Item, (_, jobs) => jobs.Last()))
        {
            sum += job.Status == WorkflowStatus.Succeeded ? 1 : Math.Clamp(job.Progress ?? 0, 0, 1);
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }

    private JsonElement? Output(StepDefinition definition, StepState step)
    {
        if (step.Jobs is [])
        {
            return null;
        }

        var outputs = new JsonElement?[step.Jobs.Max(j => j.Item) + 1];
        foreach (var job in step.Jobs)
        {
            outputs[job.Item] = job.Output;
        }

        return recipes.Find(definition.Type)?.Assemble(definition.Input, ImmutableCollectionsMarshal.AsImmutableArray(outputs));
    }
}
