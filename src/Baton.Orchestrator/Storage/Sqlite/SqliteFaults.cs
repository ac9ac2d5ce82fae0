using Microsoft.Data.Sqlite;

namespace Baton.Storage.Sqlite;

/// <summary>Tells trouble with the database apart from mistakes in a statement.</summary>
internal static class SqliteFaults
{
    // https://www.sqlite.org/rescode.html: busy, locked, out of memory, read-only, I/O error, corrupt, full, cannot open, locking protocol, not a database.
    private static readonly HashSet<int> UnavailableCodes = [5, 6, 7, 8, 10, 11, 13, 14, 15, 26];

    private const int Interrupt = 9;

    /// <summary>The database itself could not do it; every statement would have met the same.</summary>
    public static bool IsUnavailable(this SqliteException exception) => UnavailableCodes.Contains(exception.SqliteErrorCode);

    /// <summary>Somebody stopped the statement on purpose.</summary>
    public static bool IsInterrupted(this SqliteException exception) => exception.SqliteErrorCode == Interrupt;

    public static StoreUnavailableException ToUnavailable(this SqliteException exception) => new(
        $"The database cannot be used just now: {exception.Message}", exception);
}
