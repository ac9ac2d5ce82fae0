using Microsoft.Data.Sqlite;

namespace Baton.Storage.Sqlite;

/// <summary>
/// The one writer of the database. Whatever waits at the same time is written in one transaction, so that many concurrent changes
/// cost one fsync; the returned task ends when that transaction is on disk.
/// </summary>
public interface ISqliteCommitter
{
    /// <summary>
    /// Runs <paramref name="write"/> inside the next transaction. It may run again when the transaction it was in had to be rolled back because of
    /// another write, so it must not keep state of its own. Throws <see cref="StoreUnavailableException"/> when the database cannot be written.
    /// </summary>
    Task<T> Commit<T>(Func<SqliteConnection, T> write);
}
