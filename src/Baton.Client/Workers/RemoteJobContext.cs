using Baton.Contracts.Workflows;

namespace Baton.Client.Workers;

/// <summary>What a handler works with when the server is elsewhere: files are fetched and stored over HTTP, streamed both ways.</summary>
internal sealed class RemoteJobContext(BatonClient client, string workerId, RunningJob job, OutsideFiles files, Backoff backoff, string tempRoot) : IJobContext, IDisposable
{
    private const int PreviewBytesMax = 64 * 1024;

    private readonly Lazy<string> _tempDirectory = new(() => Directory.CreateDirectory(Path.Combine(tempRoot, $"baton-job-{Path.GetRandomFileName()}")).FullName);

    public string WorkflowId => job.Claim.WorkflowId;

    public string JobId => job.Claim.JobId;

    public int Attempt => job.Claim.Epoch;

    public string TempDirectory => _tempDirectory.Value;

    public Task<MediaFile> Fetch(string source, CancellationToken cancellationToken) => files.Fetch(source, TempDirectory, cancellationToken);

    public async Task<StoredBlob> Store(string path, string contentType, MediaFacts facts, CancellationToken cancellationToken)
    {
        // Once it is done the work is worth some patience: again until it is there, or nobody wants the job any more.
        while (true)
        {
            try
            {
                await using var content = File.OpenRead(path);
                var blob = await client.UploadJobOutput(workerId, job.Claim, content, contentType, cancellationToken);
                return new StoredBlob(blob.Id, blob.Url!);
            }
            catch (Exception e) when (e is not FileNotFoundException and not DirectoryNotFoundException && Trouble.MayPass(e))
            {
                await backoff.Pause(cancellationToken);
            }
        }
    }

    public Task Deliver(string path, string contentType, string destinationUrl, CancellationToken cancellationToken) =>
        files.Put(path, contentType, destinationUrl, cancellationToken);

    public Task<ArchiveLink> Archive(IReadOnlyList<ArchiveEntry> entries, string archiveName, bool tar, CancellationToken cancellationToken) =>
        throw new JobFailedException(JobFailure.Rejected, "Archives are made by the server; a worker elsewhere cannot make one.");

    public void Report(double progress) => job.Report(double.IsNaN(progress) ? 0 : Math.Clamp(progress, 0, 1));

    public void Enter(WorkflowStatus stage) =>
        job.Enter(stage.IsHeld() ? stage : throw new ArgumentOutOfRangeException(nameof(stage), stage, "A running job prepares, is scheduled or is processed."));

    public void Show(ReadOnlyMemory<byte> picture, string contentType)
    {
        if (picture.Length is > 0 and <= PreviewBytesMax)
        {
            job.Show($"data:{contentType};base64,{Convert.ToBase64String(picture.Span)}");
        }
    }

    /// <summary>A folder that cannot be removed now must not fail a job that is done.</summary>
    public void Dispose()
    {
        if (!_tempDirectory.IsValueCreated)
        {
            return;
        }

        try
        {
            Directory.Delete(_tempDirectory.Value, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever clears the folder for temporary files finds it.
        }
    }
}
