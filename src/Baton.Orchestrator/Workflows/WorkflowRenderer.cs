using System.Text.Json;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Recipes;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>A workflow as its owner sees it. The same state gives the same answer, but for signatures of URLs, estimated progress and positions in queues.</summary>
internal sealed class WorkflowRenderer(StepRenderer steps, RecipeCatalogue recipes)
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");
    private static readonly WorkflowTips NoTips = new(0, 0);
    private static readonly WorkflowCost NoCost = new() { Tips = new WorkflowCostTips(0, 0) };
    private static readonly TransactionSummary NoTransactions = new([]);

    /// <param name="positions">Where waiting jobs stand; null when nobody looked.</param>
    public Workflow Render(WorkflowState workflow, bool hideMatureContent, IReadOnlyDictionary<JobId, WorkflowStepJobQueuePosition>? positions = null)
    {
        var definition = workflow.Definition;
        var view = new WorkflowView(workflow, recipes, hideMatureContent) { Positions = positions ?? QueuePositions.None };
        return new Workflow
        {
            Id = workflow.Id.Value,
            CreatedAt = workflow.CreatedAt,
            Transactions = NoTransactions,
            Metadata = workflow.Metadata ?? Empty,
            Status = workflow.Status,
            StartedAt = workflow.StartedAt,
            CompletedAt = workflow.CompletedAt,
            Tags = workflow.Tags,
            Arguments = definition.Arguments ?? Empty,
            Steps = RenderSteps(view),
            Callbacks = definition.Callbacks,
            Tips = definition.Tips ?? NoTips,
            Cost = NoCost,
            NsfwLevel = view.Ratings?.Highest ?? definition.NsfwLevel,
            Experimental = definition.Experimental,
            AllowMatureContent = definition.AllowMatureContent,
            UpgradeMode = definition.UpgradeMode,
            Currencies = definition.Currencies,
            Ephemeral = definition.Ephemeral,
            ExternalId = definition.ExternalId is { } id ? $"{workflow.Account}-{id}" : null,
            DeletedAt = workflow.DeletedAt,
            Warnings = definition.Warnings is [] ? null : definition.Warnings,
        };
    }

    public WorkflowStep RenderStep(WorkflowState workflow, int step, bool hideMatureContent) =>
        steps.Render(new WorkflowView(workflow, recipes, hideMatureContent), step);

    private WorkflowStep[] RenderSteps(WorkflowView view)
    {
        var rendered = new WorkflowStep[view.Workflow.Steps.Length];
        for (var i = 0; i < rendered.Length; i++)
        {
            rendered[i] = steps.Render(view, i);
        }

        return rendered;
    }
}
