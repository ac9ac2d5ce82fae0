using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Baton.Storage.Sqlite;

/// <summary>
/// A connection that keeps its prepared statements. Preparing costs more than most statements do, and ADO.NET would do it for each command.
/// </summary>
internal sealed class StoreConnection(string connectionString) : SqliteConnection(connectionString)
{
    private readonly Dictionary<string, SqliteStatement> _statements = [];

    /// <summary>The statement with this text, prepared once. Only for texts that are constant, or there would be no end to them.</summary>
    public SqliteStatement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new SqliteStatement(OpenHandle, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>A statement for one use; dispose it.</summary>
    public SqliteStatement PrepareOnce(string sql) => new(OpenHandle, sql);

    /// <summary>Runs one or more statements without parameters.</summary>
    public void Run(string sql)
    {
        using var command = CreateCommand();
#pragma warning disable CA2100 // The text is a constant of this assembly; no caller's text comes here.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Makes the statement that runs just now stop with an error. The one member that another thread may call.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(OpenHandle);

    /// <summary>True outside a transaction. SQLite ends one by itself after errors such as a full disk.</summary>
    public bool IsAutocommit => raw.sqlite3_get_autocommit(OpenHandle) != 0;

    private sqlite3 OpenHandle => Handle ?? throw new InvalidOperationException("The connection is closed.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var statement in _statements.Values)
            {
                statement.Dispose();
            }

            _statements.Clear();
        }

        base.Dispose(disposing);
    }
}

/// <summary>Reaches what <see cref="StoreConnection"/> adds, from delegates that are given a plain connection.</summary>
internal static class StoreConnectionExtensions
{
    public static SqliteStatement Prepared(this SqliteConnection connection, string sql) => ((StoreConnection)connection).Prepared(sql);
}
