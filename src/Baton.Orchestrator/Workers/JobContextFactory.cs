using Baton.Accounts;
using Baton.Blobs;
using Baton.Claims;
using Baton.Client.Workers;
using Baton.Streams;
using Microsoft.Extensions.Options;

namespace Baton.Workers;

/// <summary>Makes the contexts of jobs that run in this process.</summary>
internal sealed class JobContextFactory(JobFolders folders, IBlobs blobs, MediaSourceReader sources, BlobArchives archives, MediaDelivery delivery, IOptions<BlobOptions> options)
{
    /// <summary>The context of a job that was claimed.</summary>
    /// <param name="report">Told whenever the handler says how far it is; must be quick.</param>
    /// <param name="requests">Where requests to services outside are written down.</param>
    /// <param name="stream">Where partial results go live; null when nobody asked for that. The context closes it.</param>
    public JobContext Create(ClaimedJob job, Action<double> report, IExternalRequests requests, JobStream? stream) =>
        new(job.Account, job.Workflow.Value, job.Job.Value, folders.Root, options.Value.FetchBytesMax, blobs, sources, archives, delivery, report, requests, stream)
        {
            Attempt = job.Lease.Epoch,
            Metadata = job.Metadata,
            WorkflowMetadata = job.WorkflowMetadata,
        };

    /// <summary>The context of a job that nobody writes down: it makes no requests, and nobody watches.</summary>
    /// <param name="report">Told whenever the handler says how far it is; must be quick.</param>
    public JobContext Create(AccountId account, string workflowId, string jobId, Action<double> report) =>
        new(account, workflowId, jobId, folders.Root, options.Value.FetchBytesMax, blobs, sources, archives, delivery, report, requests: null, stream: null);
}
