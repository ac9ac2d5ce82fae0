using System.Collections.Concurrent;
using Baton.Ids;
using Baton.Storage;

namespace Baton.Blobs;

/// <summary>
/// Where content lies: <c>blobs/XY/ID</c>, XY being the last two characters of the ULID, which are random, so that no directory grows large. Content is
/// written to <c>blobs/incoming</c> first and renamed into place whole, so a name always stands for complete content.
/// </summary>
internal sealed class BlobFiles
{
    private const int UlidStart = 5;
    private const int UlidEnd = 31;

    private readonly string _root;
    private readonly ConcurrentDictionary<string, bool> _syncedFolders = new(StringComparer.Ordinal);

    public BlobFiles(string dataDirectory)
    {
        _root = PrivateDirectory.Create(Path.Combine(dataDirectory, "blobs"));
        Incoming = PrivateDirectory.Create(Path.Combine(_root, "incoming"));
    }

    /// <summary>For content on its way in. What a crash leaves here is swept.</summary>
    public string Incoming { get; }

    public string NewIncomingPath() => Path.Combine(Incoming, Path.GetRandomFileName());

    /// <summary>Throws for an id that is not of the exact form, because it becomes part of a path.</summary>
    public string PathOf(BlobId id) => BlobId.TryParse(id.Value, out _)
        ? Path.Combine(_root, id.Value[(UlidEnd - 2)..UlidEnd], id.Value)
        : throw new ArgumentException($"'{id}' is not the id of a blob.", nameof(id));

    /// <summary>
    /// Moves a file to where the blob's content belongs; content and name are on disk when this returns. A file of another file system is copied.
    /// </summary>
    public void Adopt(string path, BlobId id)
    {
        try
        {
            Flush(path);
            var target = PathOf(id);
            var folder = MakeFolder(Path.GetDirectoryName(target)!);
            MoveWhole(path, target);
            DiskSync.Directory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(e);
        }
    }

    public void Delete(BlobId id) => Remove(PathOf(id));

    /// <summary>The blobs whose content lies here and whose ids were made before this, folder by folder. What has another kind of name is not ours.</summary>
    public IEnumerable<IReadOnlyList<BlobId>> ContentMadeBefore(DateTimeOffset instant) => Directory.EnumerateDirectories(_root)
        .Where(folder => folder != Incoming)
        .Select(folder => Directory.EnumerateFiles(folder)
            .Select(path => BlobId.TryParse(Path.GetFileName(path), out var id) ? id : default)
            .Where(id => id != default && UlidText.TimeOf(id.Value.AsSpan(UlidStart..UlidEnd)) < instant)
            .ToList());

    /// <summary>Removes what may never have come to be, or was moved on.</summary>
    public static void Remove(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    public static StoreUnavailableException CannotWrite(Exception cause) => new($"Blobs cannot be written just now: {cause.Message}", cause);

    private static void Flush(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    // Across file systems the runtime copies, and a copy that is cut short would leave half a blob under its final name: so the copy gets another name first.
    private void MoveWhole(string path, string target)
    {
        if (Path.GetFullPath(path).StartsWith(Path.GetDirectoryName(_root)! + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            File.Move(path, target);
            return;
        }

        var near = NewIncomingPath();
        File.Move(path, near);
        Flush(near);
        File.Move(near, target);
    }

    // That another call made the folder does not mean that its name is on disk, so each process flushes it once itself.
    private string MakeFolder(string folder)
    {
        if (!_syncedFolders.ContainsKey(folder))
        {
            Directory.CreateDirectory(folder);
            DiskSync.Directory(_root);
            _syncedFolders[folder] = true;
        }

        return folder;
    }
}
