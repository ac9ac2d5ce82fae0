using Baton.Blobs;
using Baton.Claims;
using Baton.Contracts.Workers;
using Baton.Contracts.Workflows;
using Baton.Explanations;
using Baton.Jobs;
using Baton.Problems;
using Baton.Providers;
using Baton.Recipes;
using Baton.Redaction;
using Baton.Schemas;
using Baton.Storage;
using Baton.Workflows;
using Microsoft.Extensions.Options;

namespace Baton.Workers;

/// <summary>Takes what workers say of the jobs they hold.</summary>
internal sealed class WorkerReports(
    IGrainFactory grains, IWorkflowStore store, WorkerDocuments documents, JobPreviews previews, RecipeCatalogue recipes, BlobUrlSigner signer, RecentDurations durations, ProviderTermsTable terms, TimeProvider time, IOptions<WorkerOptions> options)
{
    private static readonly ValidationRules OutputRules = new();

    /// <summary>Renews the claims; of each it says whether the worker goes on. A preview that cannot be shown is a 400, and then nothing is renewed.</summary>
    public async Task<IResult> Renew(RemoteWorker worker, Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        worker.Seen(time.GetUtcNow());
        var findings = new Findings();
        for (var i = 0; i < heartbeat.Claims.Count; i++)
        {
            if (heartbeat.Claims[i].Status is { } status && !status.IsHeld())
            {
                findings.Fault($"claims[{i}].status", "A job that goes on is preparing, scheduled or processing; its end is told by complete, fail or hand-back.");
            }
        }

        if (findings.HasFaults)
        {
            return Problem.Invalid(findings.Faults);
        }

        var shown = await Task.WhenAll(heartbeat.Claims.Select((claim, index) => ReadPreview(worker, claim, $"claims[{index}].preview", findings, cancellationToken)));
        if (findings.HasFaults)
        {
            await previews.Remove(shown.OfType<JobPreview.Stored>().Select(preview => preview.Id));
            return Problem.Invalid(findings.Faults);
        }

        var verdicts = await Task.WhenAll(heartbeat.Claims.Select((claim, index) => Renew(worker, claim, shown[index])));
        return TypedResults.Json(new HeartbeatAnswer { Claims = verdicts }, Contracts.Json.BatonJson.Default.HeartbeatAnswer);
    }

    public async Task<IResult> Complete(RemoteWorker worker, string jobId, JobCompletion completion, CancellationToken cancellationToken)
    {
        var holder = new ClaimHolder(worker.Id, completion.Epoch);
        if (await Claimed(jobId, holder) is not { } job)
        {
            return await Deliver(worker, jobId, new WorkflowCommand.Complete(new JobId(jobId), holder, completion.Output, []));
        }

        var findings = new Findings();
        var shaped = recipes.Find(job.Type)!.Output.Validate(completion.Output, new JsonPlace("output"), OutputRules, findings);
        if (findings.HasFaults)
        {
            return Problem.Invalid(findings.Faults);
        }

        var (output, made) = await documents.Keep(job.Account, job.Job, shaped, cancellationToken);
        if (job.ClaimedAt is { } claimedAt)
        {
            durations.Add(job.Type, time.GetUtcNow() - claimedAt);
        }

        return await Deliver(worker, jobId, new WorkflowCommand.Complete(job.Job, holder, output, made) { Cost = terms.Of(worker.Provider).Price?.PerJob });
    }

    public Task<IResult> Fail(RemoteWorker worker, string jobId, JobFailureReport failure) =>
        Deliver(worker, jobId, new WorkflowCommand.Fail(new JobId(jobId), new ClaimHolder(worker.Id, failure.Epoch), KindOf(failure.Kind), SecretText.Clean(failure.Message)));

    public Task<IResult> HandBack(RemoteWorker worker, string jobId, JobHandBack handBack) =>
        Deliver(worker, jobId, new WorkflowCommand.HandBack(new JobId(jobId), new ClaimHolder(worker.Id, handBack.Epoch)));

    /// <summary>Gives back all that a worker holds, because it leaves.</summary>
    public async Task HandBackAll(RemoteWorker worker)
    {
        foreach (var (job, epoch) in worker.Slots.Held())
        {
            await Deliver(worker, job.Value, new WorkflowCommand.HandBack(job, new ClaimHolder(worker.Id, epoch)));
        }
    }

    /// <summary>A URL by which one output of the job can be uploaded for the workflow's account.</summary>
    public async Task<IResult> Upload(RemoteWorker worker, string jobId, int epoch) =>
        await Claimed(jobId, new ClaimHolder(worker.Id, epoch)) is { } job
            ? TypedResults.Json(UploadFor(job), Contracts.Json.BatonJson.Default.JobUpload)
            : await Lost(jobId, $"The job '{jobId}' is not held under this epoch.");

    private JobUpload UploadFor(HeldClaim job)
    {
        var url = signer.SignJobUpload(job.Account, job.Job);
        return new JobUpload { UploadUrl = url.Url, ExpiresAt = url.ExpiresAt };
    }

    /// <summary>What the worker shows of the job; null when it shows nothing new, or does not hold the job.</summary>
    private async Task<JobPreview?> ReadPreview(RemoteWorker worker, HeartbeatClaim claim, string path, Findings findings, CancellationToken cancellationToken)
    {
        if (claim.Preview is null || await Claimed(claim.JobId, new ClaimHolder(worker.Id, claim.Epoch)) is not { } job)
        {
            return null;
        }

        var preview = await previews.Read(job.Account, job.Job, claim.Preview, cancellationToken);
        if (preview is JobPreview.Refused refused)
        {
            lock (findings)
            {
                findings.Fault(path, refused.Reason);
            }
        }

        return preview;
    }

    private async Task<HeartbeatVerdict> Renew(RemoteWorker worker, HeartbeatClaim claim, JobPreview? preview)
    {
        var (job, now) = (new JobId(claim.JobId), time.GetUtcNow());
        var renew = new WorkflowCommand.Renew(
            job, new ClaimHolder(worker.Id, claim.Epoch), options.Value.LeaseDuration, claim.Status ?? WorkflowStatus.Processing, claim.Progress)
        {
            Preview = preview?.Blob,
        };
        var refusal = await Report(claim.JobId, renew);
        var until = now + options.Value.LeaseDuration;
        if (refusal is null)
        {
            worker.Slots.Renew(job, claim.Epoch, until);
        }

        if (preview is JobPreview.Stored stored && worker.Slots.Show(job, stored.Id) is { } overtaken)
        {
            await previews.Remove([overtaken]);
        }

        if (refusal is null)
        {
            return new HeartbeatVerdict { JobId = claim.JobId, Held = true, ExpiresAt = until };
        }

        await previews.Remove(worker.Slots.Release(job));
        return new HeartbeatVerdict { JobId = claim.JobId, Held = false, Reason = Words(refusal.Value) };
    }

    private async Task<IResult> Deliver(RemoteWorker worker, string jobId, WorkflowCommand report)
    {
        worker.Seen(time.GetUtcNow());
        var refusal = await Report(jobId, report);
        await previews.Remove(worker.Slots.Release(new JobId(jobId)));
        return refusal is null ? TypedResults.NoContent() : await Lost(jobId, Words(refusal.Value));
    }

    private async Task<WorkflowRefusal?> Report(string jobId, WorkflowCommand report) =>
        JobId.TryReadWorkflow(jobId, out var workflow)
            ? await grains.GetGrain<IWorkflowGrain>(workflow.Value).Report(new JobId(jobId), report, onDisk: true)
            : WorkflowRefusal.JobUnknown;

    private async Task<HeldClaim?> Claimed(string jobId, ClaimHolder holder) =>
        JobId.TryReadWorkflow(jobId, out var workflow) ? await grains.GetGrain<IWorkflowGrain>(workflow.Value).FindClaim(new JobId(jobId), holder) : null;

    /// <summary>Says what has become of the job, as far as the store knows it.</summary>
    private async Task<ProblemResult> Lost(string jobId, string why)
    {
        if (!JobId.TryReadWorkflow(jobId, out var id) || (await store.Load(id, CancellationToken.None))?.State is not { } workflow
            || !workflow.TryFindJob(new JobId(jobId), out var step, out var index))
        {
            return Problem.ClaimLost.ToResult(why);
        }

        var job = workflow.Steps[step].Jobs[index];
        var since = job.CompletedAt ?? job.Lease?.ClaimedAt;
        return Problem.ClaimLost.ToResult($"{why} The job is {StateMembers.Words(job.Status, since)}.", StateMembers.Of(job.Status, since));
    }

    private static string Words(WorkflowRefusal refusal) => refusal switch
    {
        WorkflowRefusal.Overtaken => "Another worker was quicker: the job took long, so it was given out twice, and the first result won. Nothing was done wrong.",
        WorkflowRefusal.JobEnded => "The job has ended: it was canceled, its time ran out, or another claim finished it.",
        WorkflowRefusal.JobUnknown => "There is no such job.",
        _ => "The claim is not held any more: it ran out, or another worker has the job now.",
    };

    private static JobFailureKind KindOf(JobFailureType type) => type switch
    {
        JobFailureType.Transient => JobFailureKind.Transient,
        JobFailureType.Rejected => JobFailureKind.Rejected,
        JobFailureType.Invalid => JobFailureKind.Invalid,
        JobFailureType.Blocked => JobFailureKind.Blocked,
    };
}
