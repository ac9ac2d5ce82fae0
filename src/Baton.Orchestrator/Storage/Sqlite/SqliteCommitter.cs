using Microsoft.Data.Sqlite;

namespace Baton.Storage.Sqlite;

/// <summary>
/// One thread that owns the one writing connection.
/// <list type="number">
/// <item>It takes whatever waits, up to <see cref="BatchMax"/>.</item>
/// <item>It runs them in one transaction, which costs one fsync however many there are.</item>
/// <item>When one of them throws, all is rolled back and they run again, each inside a savepoint, so that only the one that throws is lost.</item>
/// <item>Once the commit is on disk, all are answered; when the database cannot do it, all are told that nothing was written.</item>
/// </list>
/// </summary>
internal sealed partial class SqliteCommitter : ISqliteCommitter, IDisposable
{
    /// <summary>A longer transaction saves nothing more, and makes everybody in it wait for the last.</summary>
    private const int BatchMax = 512;

    /// <summary>When this many wait, the disk does not keep up; more of them would only fill the memory (invariant Bounded).</summary>
    private const int WaitingMax = 20_000;

    private readonly SqliteDatabase _database;
    private readonly ILogger<SqliteCommitter> _logger;
    private readonly object _gate = new();
    private readonly Queue<PendingWrite> _waiting = new();
    private readonly Thread _thread;
    private StoreConnection? _connection;
    private bool _closed;

    public SqliteCommitter(SqliteDatabase database, ILogger<SqliteCommitter> logger)
    {
        _database = database;
        _logger = logger;
        _thread = new Thread(WriteUntilClosed) { IsBackground = true, Name = "Baton SQLite writer" };
        _thread.Start();
    }

    public Task<T> Commit<T>(Func<SqliteConnection, T> write) => Commit(static (connection, write) => write(connection), write);

    /// <summary>The same without a closure.</summary>
    public Task<TResult> Commit<TArg, TResult>(Func<StoreConnection, TArg, TResult> write, TArg argument)
    {
        var pending = new PendingWrite<TArg, TResult>(write, argument);
        lock (_gate)
        {
            if (_closed)
            {
                return Task.FromException<TResult>(new StoreUnavailableException("The server is stopping; nothing more is written."));
            }

            if (_waiting.Count >= WaitingMax)
            {
                return Task.FromException<TResult>(new StoreUnavailableException($"{WaitingMax} writes are waiting for the disk; try again later."));
            }

            _waiting.Enqueue(pending);
            Monitor.Pulse(_gate);
        }

        return pending.Task;
    }

    /// <summary>Takes no more writes, finishes those that wait, and stops.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _connection?.Dispose();
    }

    private void WriteUntilClosed()
    {
        var batch = new List<PendingWrite>(BatchMax);
        while (Take(batch))
        {
            Answer(batch, Write(batch));
            batch.Clear();
        }
    }

    private bool Take(List<PendingWrite> batch)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_closed)
            {
                Monitor.Wait(_gate);
            }

            while (batch.Count < BatchMax && _waiting.TryDequeue(out var pending))
            {
                batch.Add(pending);
            }

            return batch.Count > 0;
        }
    }

    /// <summary>Null when the batch is on disk, apart from those with a fault of their own; otherwise why none of it is.</summary>
    private StoreUnavailableException? Write(List<PendingWrite> batch)
    {
        try
        {
            _connection ??= _database.OpenWriter();
            if (!TryWriteTogether(_connection, batch))
            {
                WriteApart(_connection, batch);
            }

            return null;
        }
        catch (Exception e)
        {
            // Whatever it was, a new connection starts without it; closing this one rolls back.
            _connection?.Dispose();
            _connection = null;
            LogCommitFailed(_logger, batch.Count, e);
            return e is SqliteException sqlite ? sqlite.ToUnavailable() : new StoreUnavailableException("The transaction failed.", e);
        }
    }

    private static bool TryWriteTogether(StoreConnection connection, List<PendingWrite> batch)
    {
        connection.Prepared("BEGIN IMMEDIATE").Execute();
        try
        {
            foreach (var pending in batch)
            {
                pending.Run(connection);
            }
        }
        catch (Exception e) when (!IsEverybodys(e))
        {
            Rollback(connection);
            return false;
        }

        connection.Prepared("COMMIT").Execute();
        return true;
    }

    // Savepoints for every write of every batch would cost time in the good case, which is nearly always.
    private static void WriteApart(StoreConnection connection, List<PendingWrite> batch)
    {
        connection.Prepared("BEGIN IMMEDIATE").Execute();
        foreach (var pending in batch)
        {
            RunInSavepoint(connection, pending);
        }

        connection.Prepared("COMMIT").Execute();
    }

    private static void RunInSavepoint(StoreConnection connection, PendingWrite pending)
    {
        connection.Prepared("SAVEPOINT one").Execute();
        try
        {
            pending.Run(connection);
        }
        catch (Exception e) when (!IsEverybodys(e) && !connection.IsAutocommit)
        {
            pending.Fault = e;
            connection.Prepared("ROLLBACK TO one").Execute();
        }

        connection.Prepared("RELEASE one").Execute();
    }

    private static bool IsEverybodys(Exception exception) => exception is SqliteException sqlite && sqlite.IsUnavailable();

    // Some errors have ended the transaction already.
    private static void Rollback(StoreConnection connection)
    {
        if (!connection.IsAutocommit)
        {
            connection.Prepared("ROLLBACK").Execute();
        }
    }

    private static void Answer(List<PendingWrite> batch, Exception? everybodysFault)
    {
        foreach (var pending in batch)
        {
            if ((everybodysFault ?? pending.Fault) is { } fault)
            {
                pending.Fail(fault);
            }
            else
            {
                pending.Succeed();
            }
        }
    }
}
