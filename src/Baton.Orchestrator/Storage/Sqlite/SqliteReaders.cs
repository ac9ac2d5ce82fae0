using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Baton.Storage.Sqlite;

/// <summary>
/// A bounded set of connections that only read. SQLite reads on the calling thread, so the bound is also how many threads of the pool a burst of reads can
/// keep from other work; whoever comes later waits without a thread.
/// </summary>
internal sealed class SqliteReaders(Func<StoreConnection> open, int connectionsMax) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(connectionsMax);
    private readonly ConcurrentStack<StoreConnection> _idle = new();

    public async Task<T> Read<T>(Func<StoreConnection, T> read, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return RunOnIdle(read, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }

        _slots.Dispose();
    }

    private T RunOnIdle<T>(Func<StoreConnection, T> read, CancellationToken cancellationToken)
    {
        StoreConnection? connection = null;
        try
        {
            connection = _idle.TryPop(out var idle) ? idle : open();
            var result = Run(connection, read, cancellationToken);
            _idle.Push(connection);
            connection = null;
            return result;
        }
        catch (SqliteException e) when (e.IsInterrupted() && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (SqliteException e) when (e.IsUnavailable())
        {
            throw e.ToUnavailable();
        }
        finally
        {
            // A connection that has failed is not used again: its error may be one that only a new one gets rid of.
            connection?.Dispose();
        }
    }

    // The registration ends before the connection is handed on, so a late cancel cannot stop somebody else's statement.
    private static T Run<T>(StoreConnection connection, Func<StoreConnection, T> read, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static state => ((StoreConnection)state!).Interrupt(), connection);
        cancellationToken.ThrowIfCancellationRequested();
        return read(connection);
    }
}
