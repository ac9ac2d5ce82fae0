using Baton.Storage;
using Baton.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Baton.Tests.Storage;

/// <summary>A database in a directory of its own, with its writer.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly string? _ownDirectory;

    /// <param name="directory">An existing data directory, which is then left in place; null for a new one.</param>
    public TestDatabase(string? directory = null, TimeSpan? busyTimeout = null)
    {
        _ownDirectory = directory is null ? System.IO.Directory.CreateTempSubdirectory("baton-test-").FullName : null;
        var options = Options.Create(new StorageOptions { Directory = directory ?? _ownDirectory!, BusyTimeout = busyTimeout ?? TimeSpan.FromSeconds(5) });
        Database = new SqliteDatabase(options, new SqliteMigrations(NullLogger<SqliteMigrations>.Instance));
        Committer = new SqliteCommitter(Database, NullLogger<SqliteCommitter>.Instance);
    }

    public SqliteDatabase Database { get; }

    public SqliteCommitter Committer { get; }

    public string Directory => Database.Directory;

    public void Dispose()
    {
        Committer.Dispose();
        Database.Dispose();
        if (_ownDirectory is not null)
        {
            System.IO.Directory.Delete(_ownDirectory, recursive: true);
        }
    }
}
