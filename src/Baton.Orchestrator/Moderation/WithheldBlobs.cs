using Baton.Blobs;
using Baton.Jobs;
using Baton.Workflows;

namespace Baton.Moderation;

/// <summary>Tells which blobs are withheld: mature ones of a workflow that does not allow them, until it does.</summary>
internal sealed class WithheldBlobs(IWorkflows workflows, JobModerators moderators) : IWithheldBlobs
{
    public async Task<bool> Contains(BlobRecord blob, CancellationToken cancellationToken) =>
        moderators.First is not null
        && blob.JobId is { } job
        && JobId.TryReadWorkflow(job, out var id)
        && await workflows.Find(blob.Account, id, cancellationToken) is { Definition.AllowMatureContent: false } workflow
        && ContentRatings.Of(workflow) is { } ratings
        && workflow.TryFindJob(new JobId(job), out var step, out _)
        && ContentRatings.IsMature(ratings[step]);
}
