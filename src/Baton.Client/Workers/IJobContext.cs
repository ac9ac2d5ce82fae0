using System.Text.Json;
using Baton.Contracts.Workflows;

namespace Baton.Client.Workers;

/// <summary>What a handler may use while it runs one job.</summary>
public interface IJobContext
{
    string WorkflowId { get; }

    string JobId { get; }

    /// <summary>Which attempt at the job this is, from 1, counted over all providers.</summary>
    int Attempt => 1;

    /// <summary>The metadata of the job's step; null when there is none, or this worker is not told.</summary>
    JsonElement? Metadata => null;

    /// <summary>The metadata of the job's workflow; null when there is none, or this worker is not told.</summary>
    JsonElement? WorkflowMetadata => null;

    /// <summary>An empty folder of this job's own; removed when the job ends.</summary>
    string TempDirectory { get; }

    /// <summary>
    /// Brings a media source (own blob, https URL, data URL, plain Base64) to a local file. Throws <see cref="JobFailedException"/>
    /// of kind <c>Invalid</c> when it cannot be read, is too large or may not be seen by the workflow's account.
    /// </summary>
    Task<MediaFile> Fetch(string source, CancellationToken cancellationToken);

    /// <summary>
    /// A signed URL at which a service outside can fetch a media source that is a blob here, for at least so long. Whoever has it may read the blob: give it to that service alone and do not log
    /// it. Null when the source is no blob of the workflow's account, or when nobody has said under which URL this server is reached from outside.
    /// </summary>
    Task<Uri?> Link(string source, TimeSpan lifetime, CancellationToken cancellationToken) => Task.FromResult<Uri?>(null);

    /// <summary>
    /// Stores a file as a blob of the workflow's account. The file is moved or copied; <paramref name="facts"/> are what was probed of it.
    /// </summary>
    Task<StoredBlob> Store(string path, string contentType, MediaFacts facts, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a file to a URL of the caller's, besides what is stored. Throws <see cref="JobFailedException"/> of kind <c>Invalid</c> when the URL may not be
    /// called or refuses the file, and of kind <c>Transient</c> when it may take it later.
    /// </summary>
    Task Deliver(string path, string contentType, string destinationUrl, CancellationToken cancellationToken);

    /// <summary>A link to several blobs of the workflow's account as one archive.</summary>
    Task<ArchiveLink> Archive(IReadOnlyList<ArchiveEntry> entries, string archiveName, bool tar, CancellationToken cancellationToken);

    /// <summary>The job's requests to services outside, kept so that none is paid for twice. A worker that keeps none throws <see cref="NotSupportedException"/>.</summary>
    IExternalRequests Requests => throw new NotSupportedException("This worker writes no requests down.");

    /// <summary>Where partial results go live; null when nobody asked for that.</summary>
    IJobStream? Stream => null;

    /// <summary>Says how far the job is, between 0 and 1. Cheap; call it as often as there is something new.</summary>
    void Report(double progress);

    /// <summary>Says what the worker is at: <c>preparing</c>, as while it fetches a model, <c>scheduled</c>, as in the queue of a remote service, or <c>processing</c>, as every job begins.</summary>
    void Enter(WorkflowStatus stage)
    {
    }

    /// <summary>Shows the caller a small picture, of at most 64 KiB, of what the result is like so far. Cheap; the newest one counts, and nothing fails when it cannot be shown.</summary>
    void Show(ReadOnlyMemory<byte> picture, string contentType)
    {
    }
}

/// <summary>A local file with the media of a source. Do not change it: it may be the stored blob itself.</summary>
public sealed record MediaFile(string Path, string ContentType, long Bytes);

/// <summary>What was probed of a media file; null where it does not apply. Duration in seconds.</summary>
public sealed record MediaFacts(int? Width = null, int? Height = null, double? Duration = null);

/// <summary>A blob as outputs carry it: the id, and a stable URL that becomes a signed one whenever a caller reads the output.</summary>
public sealed record StoredBlob(string Id, string Url);

/// <summary>A blob in an archive, and what it is called there; null keeps its id.</summary>
public sealed record ArchiveEntry(string BlobId, string? FileName);

/// <summary>Where to read the archive, until when.</summary>
public sealed record ArchiveLink(string Url, DateTimeOffset ExpiresAt);
