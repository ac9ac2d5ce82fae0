using Baton.Storage.Sqlite;
using Baton.Terminals;
using Microsoft.Data.Sqlite;

namespace Baton.Doctor;

/// <summary>Looks at the data directory without changing anything in it that stays.</summary>
internal static class DataFindings
{
    private const long BytesLow = 1_000_000_000;
    private const long BytesTooFew = 100_000_000;

    public static IEnumerable<Finding> Look(string directory)
    {
        var path = Path.GetFullPath(directory);
        var existing = NearestExisting(path);
        yield return Writable(path, existing);
        yield return Store(path);
        yield return Disk(existing);
    }

    private static Finding Writable(string path, string existing)
    {
        if (File.Exists(existing))
        {
            return new Finding(FindingKind.Missing, "data", $"{existing} is a file, not a directory. Give another by --data.");
        }

        var probe = Path.Combine(existing, $".baton-doctor-{Environment.ProcessId}");
        try
        {
            File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding(FindingKind.Missing, "data", $"{existing} cannot be written: {e.Message} Change its owner, or give another directory by --data.");
        }

        return new Finding(FindingKind.Fine, "data", path == existing ? $"{path} can be written." : $"{path} does not exist yet and can be made.");
    }

    private static Finding Store(string path)
    {
        var database = Path.Combine(path, SqliteDatabase.FileName);
        if (!File.Exists(database))
        {
            return new Finding(FindingKind.Fine, "store", "None yet; the first start makes it.");
        }

        try
        {
            return new Finding(FindingKind.Fine, "store", $"{database} opens, {Tables(database)} tables.");
        }
        catch (SqliteException e)
        {
            return new Finding(FindingKind.Missing, "store", $"{database} does not open: {e.Message}");
        }
    }

    private static long Tables(string database)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var connection = new SqliteConnection(connectionString.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE type = 'table'";
        return (long)command.ExecuteScalar()!;
    }

    private static Finding Disk(string existing)
    {
        var free = new DriveInfo(existing).AvailableFreeSpace;
        var words = $"{Amounts.Bytes(free)} free for {existing}.";
        return free switch
        {
            < BytesTooFew => new Finding(FindingKind.Missing, "disk", $"{words} That is too little to work with: make room, or give another directory by --data."),
            < BytesLow => new Finding(FindingKind.Notice, "disk", $"{words} Videos will fill that soon."),
            _ => new Finding(FindingKind.Fine, "disk", words),
        };
    }

    private static string NearestExisting(string path) =>
        Path.Exists(path) || Path.GetDirectoryName(path) is not { } parent ? path : NearestExisting(parent);
}
