using System.Globalization;

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
        var path = Path.Combine(Directory.CreateDirectory(directory).FullName, FileName);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
        {
            throw new DataDirectoryInUseException(Path.GetDirectoryName(path)!, HolderOf(path), e);
        }

        WriteHolder(file);
        return new DataDirectoryLock(file);
    }

    /// <summary>The file stays: removing it could take away the file that the next server has just locked.</summary>
    public void Dispose() => _file.Dispose();

    private static void WriteHolder(FileStream file)
    {
        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
    }

    // Sharing everything makes the open skip the lock, so the number can be read while the holder has the file.
    private static string? HolderOf(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var text = reader.ReadToEnd();
        return text.Length > 0 ? text : null;
    }
}

/// <summary>Another server uses the data directory.</summary>
public sealed class DataDirectoryInUseException(string directory, string? processId, Exception innerException) : Exception(
    $"Another Baton server{(processId is null ? "" : $" (process {processId})")} is using {directory}. Stop it, or give this one a directory of its own with --data.",
    innerException);
