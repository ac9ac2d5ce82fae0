using Baton.Accounts;
using Baton.Blobs;
using Baton.Client.Workers;
using Baton.Streams;
using Microsoft.Extensions.Options;

namespace Baton.Workers;

/// <summary>Makes the contexts of jobs that run in this process.</summary>
internal sealed class JobContextFactory(JobFolders folders, IBlobs blobs, MediaSourceReader sources, BlobArchives archives, MediaDelivery delivery, IOptions<BlobOptions> options)
{
    /// <param name="report">Told whenever the handler says how far it is; must be quick.</param>
    /// <param name="requests">Where requests to services outside are written down; null for a worker that makes none.</param>
    /// <param name="stream">Where partial results go live; null when nobody asked for that. The context closes it.</param>
    public JobContext Create(AccountId account, string workflowId, string jobId, Action<double> report, IExternalRequests? requests = null, JobStream? stream = null) =>
        new(account, workflowId, jobId, folders.Root, options.Value.FetchBytesMax, blobs, sources, archives, delivery, report, requests, stream);
}
