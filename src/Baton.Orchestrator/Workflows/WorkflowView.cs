using System.Collections.Frozen;
using Baton.Blobs;
using Baton.Recipes;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>What rendering one workflow needs to know of it as a whole.</summary>
internal sealed class WorkflowView(WorkflowState workflow, RecipeCatalogue recipes, bool hideMatureContent)
{
    public WorkflowState Workflow => workflow;

    public bool HideMatureContent => hideMatureContent;

    public StepOutputs Outputs { get; } = new(workflow, recipes);

    /// <summary>The blobs that this workflow made or brought along. Any other id in its documents was written there by hand and gets no signature.</summary>
    public IReadOnlySet<BlobId> VisibleBlobs { get; } = BlobsOf(workflow);

    private static IReadOnlySet<BlobId> BlobsOf(WorkflowState workflow)
    {
        HashSet<BlobId>? visible = null;
        foreach (var step in workflow.Steps)
        {
            foreach (var job in step.Jobs)
            {
                if (!job.Blobs.IsEmpty)
                {
                    (visible ??= []).UnionWith(job.Blobs);
                }
            }
        }

        if (!workflow.Definition.InputBlobs.IsEmpty)
        {
            (visible ??= []).UnionWith(workflow.Definition.InputBlobs);
        }

        return visible ?? (IReadOnlySet<BlobId>)FrozenSet<BlobId>.Empty;
    }
}
