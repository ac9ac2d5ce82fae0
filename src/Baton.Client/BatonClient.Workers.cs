using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Client.Retries;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;
using Baton.Contracts.Workers;

namespace Baton.Client;

/// <remarks>The verbs of workers need a token of the role <c>worker</c>. Whoever wants them all kept together uses <see cref="Client.Workers.BatonWorker"/>.</remarks>
public sealed partial class BatonClient
{
    private const string WorkersPath = "/v2/workers";

    /// <summary>Registers a worker. One whose answer was lost is forgotten by the server after some minutes.</summary>
    public Task<Worker> RegisterWorker(WorkerRegistration registration, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Post, WorkersPath, JsonContent.Create(registration, BatonJson.Default.WorkerRegistration)), BatonJson.Default.Worker, cancellationToken);

    public Task<Worker> GetWorker(string workerId, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, WorkerPath(workerId)), BatonJson.Default.Worker, cancellationToken);

    /// <summary>Says what has changed at a worker; what is left out stays.</summary>
    public Task<Worker> UpdateWorker(string workerId, WorkerUpdate update, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Put, WorkerPath(workerId), JsonContent.Create(update, BatonJson.Default.WorkerUpdate)), BatonJson.Default.Worker, cancellationToken);

    /// <summary>The worker leaves; what it holds is handed back.</summary>
    public Task RemoveWorker(string workerId, CancellationToken cancellationToken = default) =>
        Do(Request(HttpMethod.Delete, WorkerPath(workerId)), cancellationToken);

    /// <summary>Claims jobs; waits for the first at most this long, 60 seconds at most. None came in time when it is empty.</summary>
    public async Task<IReadOnlyList<JobClaim>> ClaimJobs(string workerId, int count, TimeSpan wait, CancellationToken cancellationToken = default)
    {
        var query = new QueryText().Add("count", count.ToString(System.Globalization.CultureInfo.InvariantCulture)).AddSeconds("wait", wait);
        return (await Read(Request(HttpMethod.Post, $"{WorkerPath(workerId)}/claims{query}"), BatonJson.Default.JobClaims, cancellationToken)).Claims;
    }

    /// <summary>Renews claims and passes progress on; says of each, in their order, whether the worker goes on with it.</summary>
    public async Task<IReadOnlyList<HeartbeatVerdict>> RenewClaims(string workerId, Heartbeat heartbeat, CancellationToken cancellationToken = default) =>
        (await Read(Report($"{WorkerPath(workerId)}/heartbeat", heartbeat, BatonJson.Default.Heartbeat), BatonJson.Default.HeartbeatAnswer, cancellationToken)).Claims;

    /// <summary>Streams an output of a held job in, however long that takes. Its id and URL go into the job's output.</summary>
    public async Task<Blob> UploadJobOutput(string workerId, JobClaim claim, Stream content, string contentType, CancellationToken cancellationToken = default)
    {
        var place = await Read(
            Request(HttpMethod.Post, $"{ClaimPath(workerId, claim.JobId)}/uploads{new QueryText().Add("epoch", claim.Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture))}"),
            BatonJson.Default.JobUpload,
            cancellationToken);

        // The signature in the URL is the permission, so the token stays here.
        var body = new StreamContent(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(contentType) } };
        using var request = new HttpRequestMessage(HttpMethod.Post, place.UploadUrl) { Content = body };
        using var response = await Send(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return await ReadBody(response, BatonJson.Default.Blob, cancellationToken);
    }

    public Task CompleteJob(string workerId, string jobId, JobCompletion completion, CancellationToken cancellationToken = default) =>
        Do(Report($"{ClaimPath(workerId, jobId)}/complete", completion, BatonJson.Default.JobCompletion), cancellationToken);

    public Task FailJob(string workerId, string jobId, JobFailureReport failure, CancellationToken cancellationToken = default) =>
        Do(Report($"{ClaimPath(workerId, jobId)}/fail", failure, BatonJson.Default.JobFailureReport), cancellationToken);

    /// <summary>The job goes back at once, and counts as nobody's failure.</summary>
    public Task HandJobBack(string workerId, string jobId, int epoch, CancellationToken cancellationToken = default) =>
        Do(Report($"{ClaimPath(workerId, jobId)}/hand-back", new JobHandBack { Epoch = epoch }, BatonJson.Default.JobHandBack), cancellationToken);

    private static string WorkerPath(string workerId) => $"{WorkersPath}/{Escape(workerId)}";

    private static string ClaimPath(string workerId, string jobId) => $"{WorkerPath(workerId)}/claims/{Escape(jobId)}";

    /// <summary>A report may be repeated: it is answered as the first time.</summary>
    private HttpRequestMessage Report<T>(string path, T report, JsonTypeInfo<T> type)
    {
        var request = Request(HttpMethod.Post, path, JsonContent.Create(report, type));
        request.Options.Set(RetryPolicy.Repeatable, true);
        return request;
    }
}
