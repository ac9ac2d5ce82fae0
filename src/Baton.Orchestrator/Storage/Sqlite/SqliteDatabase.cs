using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Baton.Storage.Sqlite;

/// <summary>
/// The file <c>baton.db</c> in the data directory, brought to this version's schema. Reads go through here, writes through <see cref="ISqliteCommitter"/>.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    public const string FileName = "baton.db";

    // Two sets, so that a few searches through many rows cannot make every lookup by id wait.
    private const int LookupConnectionsMax = 4;
    private const int ScanConnectionsMax = 2;

    private const int LookupCacheKibibytes = 2 * 1024;
    private const int ScanCacheKibibytes = 4 * 1024;
    private const int WriterCacheKibibytes = 16 * 1024;

    private readonly StorageOptions _options;
    private readonly SqliteReaders _lookups;
    private readonly SqliteReaders _scans;

    public SqliteDatabase(IOptions<StorageOptions> options, SqliteMigrations migrations)
    {
        _options = options.Value;
        Directory = DataDirectory.Make(_options.Directory);
        Path = System.IO.Path.Combine(Directory, FileName);
        _lookups = new SqliteReaders(() => OpenReader(LookupCacheKibibytes), LookupConnectionsMax);
        _scans = new SqliteReaders(() => OpenReader(ScanCacheKibibytes), ScanConnectionsMax);
        MakeFile();
        migrations.Run(Path);
    }

    /// <summary>The data directory, absolute.</summary>
    public string Directory { get; }

    /// <summary>The database file, absolute.</summary>
    public string Path { get; }

    /// <summary>
    /// Reads a few rows by a key. The delegate runs on this thread; it must not keep the connection nor write. Throws <see cref="StoreUnavailableException"/>.
    /// </summary>
    public Task<T> Read<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken) => _lookups.Read(read, cancellationToken);

    /// <summary>The same for reads that may go through many rows. A cancellation stops the statement.</summary>
    public Task<T> Scan<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken) => _scans.Read(read, cancellationToken);

    /// <summary>For the committer only: SQLite has one writer at a time, and two in one process would wait for each other on threads.</summary>
    public StoreConnection OpenWriter() => Open(SqliteOpenMode.ReadWrite, $"""
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA cache_size = -{WriterCacheKibibytes};
        PRAGMA wal_autocheckpoint = 4000;
        """);

    public void Dispose()
    {
        _lookups.Dispose();
        _scans.Dispose();
    }

    private StoreConnection OpenReader(int cacheKibibytes) => Open(SqliteOpenMode.ReadWrite, $"""
        PRAGMA query_only = ON;
        PRAGMA cache_size = -{cacheKibibytes};
        """);

    // The mode is kept in the file, so this is the only place that sets it.
    private void MakeFile()
    {
        using var connection = Open(SqliteOpenMode.ReadWriteCreate, "PRAGMA journal_mode = WAL;");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private StoreConnection Open(SqliteOpenMode mode, string pragmas)
    {
        var connection = new StoreConnection(ConnectionString(mode));
        try
        {
            connection.Open();
            connection.Run($"PRAGMA busy_timeout = {(long)_options.BusyTimeout.TotalMilliseconds}; {pragmas}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // SQLite waits by itself (busy_timeout) and wakes up at once. The driver's own waiting, which sleeps in steps of 150 ms, is cut to its shortest.
    private string ConnectionString(SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = Path,
        Mode = mode,
        Pooling = false,
        DefaultTimeout = 1,
    }.ToString();
}
