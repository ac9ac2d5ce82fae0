using System.Collections.Concurrent;
using System.Text.Json;
using Baton.Accounts;
using Baton.Blobs;
using Baton.Client.Workers;
using Baton.Contracts.Workflows;
using Baton.Streams;

namespace Baton.Workers;

/// <summary>What a handler in this process works with while it runs one job: files of its own, the account's blobs, and a way to say how far it is.</summary>
internal sealed class JobContext(
    AccountId account,
    string workflowId,
    string jobId,
    string tempRoot,
    long fetchBytesMax,
    IBlobs blobs,
    MediaSourceReader sources,
    BlobArchives archives,
    MediaDelivery delivery,
    Action<double> report,
    IExternalRequests? requests,
    JobStream? stream) : IJobContext, IAsyncDisposable
{
    private readonly Lazy<string> _tempDirectory = new(() => Directory.CreateDirectory(Path.Combine(tempRoot, Path.GetRandomFileName())).FullName);
    private readonly ConcurrentQueue<BlobId> _stored = new();
    private JobPicture? _picture;

    public string WorkflowId => workflowId;

    public string JobId => jobId;

    public int Attempt { get; init; } = 1;

    public JsonElement? Metadata { get; init; }

    public JsonElement? WorkflowMetadata { get; init; }

    /// <summary>Made when it is first asked for; many jobs need none.</summary>
    public string TempDirectory => _tempDirectory.Value;

    public IExternalRequests Requests => requests ?? throw new NotSupportedException("Nobody writes the requests of this job down.");

    public IJobStream? Stream => stream;

    /// <summary>The blobs that the job has stored so far, in order.</summary>
    public IReadOnlyCollection<BlobId> Stored => _stored;

    public Task<MediaFile> Fetch(string source, CancellationToken cancellationToken) =>
        sources.Fetch(account, source, () => TempDirectory, fetchBytesMax, cancellationToken);

    public Task<Uri?> Link(string source, TimeSpan lifetime, CancellationToken cancellationToken) =>
        sources.Link(account, source, lifetime, cancellationToken);

    public async Task<StoredBlob> Store(string path, string contentType, MediaFacts facts, CancellationToken cancellationToken)
    {
        var blob = await blobs.AddFile(account, OwnFile(path), contentType, jobId, facts, cancellationToken);
        _stored.Enqueue(blob.Id);
        return new StoredBlob(blob.Id.Value, BlobUrlSigner.InternalUrl(blob.Id));
    }

    public Task Deliver(string path, string contentType, string destinationUrl, CancellationToken cancellationToken) =>
        delivery.Put(destinationUrl, path, contentType, cancellationToken);

    public Task<ArchiveLink> Archive(IReadOnlyList<ArchiveEntry> entries, string archiveName, bool tar, CancellationToken cancellationToken) =>
        archives.Create(account, jobId, entries, archiveName, tar, cancellationToken);

    /// <summary>What the handler is at.</summary>
    public WorkflowStatus Stage { get; private set; } = WorkflowStatus.Processing;

    public void Enter(WorkflowStatus stage) =>
        Stage = stage.IsHeld() ? stage : throw new ArgumentOutOfRangeException(nameof(stage), stage, "A running job prepares, is scheduled or is processed.");

    public void Show(ReadOnlyMemory<byte> picture, string contentType) => Volatile.Write(ref _picture, new JobPicture(picture.ToArray(), contentType));

    /// <summary>The newest picture that was not taken yet.</summary>
    public JobPicture? TakePicture() => Interlocked.Exchange(ref _picture, null);

    public void Report(double progress) => report(double.IsNaN(progress) ? 0 : Math.Clamp(progress, 0, 1));

    /// <summary>A folder that cannot be removed now is found by the sweep; a job that is done must not fail for it.</summary>
    public ValueTask DisposeAsync()
    {
        stream?.Dispose();
        if (_tempDirectory.IsValueCreated)
        {
            try
            {
                Directory.Delete(_tempDirectory.Value, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return ValueTask.CompletedTask;
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Storing moves the file, and what was fetched may be the content of another blob: so only files of the job's own folder are moved.</summary>
    private string OwnFile(string path)
    {
        if (Path.GetFullPath(path).StartsWith(TempDirectory + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return path;
        }

        var copy = Path.Combine(TempDirectory, Path.GetRandomFileName());
        File.Copy(path, copy);
        return copy;
    }
}

/// <summary>A picture of a result so far.</summary>
internal sealed record JobPicture(byte[] Bytes, string ContentType);
