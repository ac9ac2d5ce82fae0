namespace Baton.Storage;

/// <summary>
/// Held by a server for as long as it runs, so that a second one on the same directory is refused instead of both sweeping and claiming beside each other.
/// The operating system gives the lock back when the process dies, however it dies. Commands that only write a row, such as <c>baton tokens</c>, need no lock.
/// </summary>
public sealed class DataDirectoryLock : IDisposable
{
    private const string FileName = "server.lock";

    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; throws <see cref="DataDirectoryInUseException"/> when another process has it.</summary>
    public static DataDirectoryLock Take(string directory)
    {
        var path = Path.Combine(DataDirectory.Make(directory), FileName);
        try
        {
            return new DataDirectoryLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
        {
            throw new DataDirectoryInUseException(Path.GetDirectoryName(path)!, e);
        }
    }

    /// <summary>The file stays: removing it could take away the file that the next server has just locked.</summary>
    public void Dispose() => _file.Dispose();
}

/// <summary>Another server uses the data directory.</summary>
public sealed class DataDirectoryInUseException(string directory, Exception innerException)
    : Exception($"Another Baton server is using {directory}. Stop it, or give this one a directory of its own with --data.", innerException);
