using System.Text.Json;
using Baton.Accounts;
using Baton.Contracts.Json;
using Baton.Contracts.Workers;
using Baton.Providers;
using Baton.Storage.Sqlite;

namespace Baton.Workers;

/// <summary>The table of registered workers.</summary>
internal sealed class WorkerRows(SqliteDatabase database, ISqliteCommitter committer)
{
    public Task Insert(WorkerRow row) => committer.Commit(connection => connection
        .Prepared("INSERT INTO workers (id, account, provider, registration, registered_at) VALUES (?1, ?2, ?3, ?4, ?5)")
        .Bind(1, row.Id.Value)
        .Bind(2, row.Account.Value)
        .Bind(3, row.Provider.Value)
        .Bind(4, JsonSerializer.SerializeToUtf8Bytes(row.Registration, BatonJson.Default.WorkerRegistration))
        .Bind(5, row.RegisteredAt.ToSql())
        .Execute());

    public Task Update(WorkerId id, WorkerRole role) => committer.Commit(connection => connection
        .Prepared("UPDATE workers SET provider = ?2, registration = ?3 WHERE id = ?1")
        .Bind(1, id.Value)
        .Bind(2, role.Provider.Value)
        .Bind(3, JsonSerializer.SerializeToUtf8Bytes(role.Registration, BatonJson.Default.WorkerRegistration))
        .Execute());

    /// <summary>What an operator decided for it goes too: the next worker of that host has another id.</summary>
    public Task Delete(WorkerId id) => committer.Commit(connection =>
        connection.Prepared("DELETE FROM operator_modes WHERE kind = 'worker' AND target = ?1").Bind(1, id.Value).Execute()
        + connection.Prepared("DELETE FROM workers WHERE id = ?1").Bind(1, id.Value).Execute());

    public Task<List<WorkerRow>> All(CancellationToken cancellationToken) => database.Read(
        connection => connection.Prepared("SELECT id, account, provider, registration, registered_at FROM workers ORDER BY id").All(Read), cancellationToken);

    private static WorkerRow Read(SqliteStatement row) => new(
        new WorkerId(row.Text(0)),
        new AccountId(row.Text(1)),
        new ProviderId(row.Text(2)),
        JsonSerializer.Deserialize(row.Bytes(3), BatonJson.Default.WorkerRegistration)!,
        SqliteInstant.FromSql(row.Long(4)));
}

/// <summary>What is kept of a registered worker.</summary>
internal sealed record WorkerRow(WorkerId Id, AccountId Account, ProviderId Provider, WorkerRegistration Registration, DateTimeOffset RegisteredAt);
