using Baton.Blobs;
using Baton.Jobs;
using Baton.Workflows;

namespace Baton.Moderation;

/// <summary>Tells which blobs are withheld: mature ones of a workflow that does not allow them, until it does.</summary>
internal sealed class WithheldBlobs(IWorkflows workflows, JobModerators moderators)
{
    public const string WhatToDo = "The blob is rated mature, and its workflow does not allow that. Set allowMatureContent of the workflow to read it.";

    public async Task<bool> Contains(BlobRecord blob, CancellationToken cancellationToken) =>
        moderators.First is not null
        && blob.JobId is { } job
        && JobId.TryReadWorkflow(job, out var id)
        && await workflows.Find(blob.Account, id, cancellationToken) is { Definition.AllowMatureContent: false } workflow
        && ContentRatings.Of(workflow) is { } ratings
        && workflow.TryFindJob(new JobId(job), out var step, out _)
        && ContentRatings.IsMature(ratings[step]);
}
