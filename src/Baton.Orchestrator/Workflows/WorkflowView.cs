using System.Collections.Frozen;
using Baton.Blobs;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Moderation;
using Baton.Recipes;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>What rendering one workflow needs to know of it as a whole.</summary>
internal sealed class WorkflowView(WorkflowState workflow, RecipeCatalogue recipes, bool hideMatureContent)
{
    public WorkflowState Workflow => workflow;

    /// <summary>Where waiting jobs stand, as far as somebody looked.</summary>
    public IReadOnlyDictionary<JobId, WorkflowStepJobQueuePosition> Positions { get; init; } = QueuePositions.None;

    /// <summary>How the steps were rated; null when none was.</summary>
    public ContentRatings? Ratings { get; } = ContentRatings.Of(workflow);

    /// <summary>Whether mature blobs are shown without a way to their bytes: because the reader wants it so, or the workflow does not allow them.</summary>
    public bool HidesMatureContent => hideMatureContent || workflow.Definition.AllowMatureContent == false;

    /// <summary>Whether what the step makes is shown without a way to its bytes.</summary>
    public bool HidesOutputOf(int step) => HidesMatureContent && ContentRatings.IsMature(Ratings?[step]);

    public StepOutputs Outputs { get; } = new(workflow, recipes);

    /// <summary>The blobs that this workflow made or brought along. Any other id in its documents was written there by hand and gets no signature.</summary>
    public IReadOnlySet<BlobId> VisibleBlobs => field ??= FindVisible();

    /// <summary>The level of a blob that this workflow made; null when it is unrated.</summary>
    public NsfwLevel? RatingOf(BlobId blob) => Ratings is null ? null : RatedBlobs.TryGetValue(blob, out var level) ? level : null;

    private Dictionary<BlobId, NsfwLevel> RatedBlobs => field ??= RatedBlobsOf(workflow, Ratings!);

    private static Dictionary<BlobId, NsfwLevel> RatedBlobsOf(WorkflowState workflow, ContentRatings ratings) => workflow.Steps
        .SelectMany((step, index) => step.Jobs.SelectMany(job => job.Blobs).Select(blob => (Blob: blob, Level: ratings[index])))
        .Where(rated => rated.Level is not null)
        .DistinctBy(rated => rated.Blob)
        .ToDictionary(rated => rated.Blob, rated => rated.Level!.Value);

    private IReadOnlySet<BlobId> FindVisible()
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

        if (HidesMatureContent && Ratings is not null)
        {
            visible?.RemoveWhere(blob => ContentRatings.IsMature(RatingOf(blob)));
        }

        return visible ?? (IReadOnlySet<BlobId>)FrozenSet<BlobId>.Empty;
    }
}
