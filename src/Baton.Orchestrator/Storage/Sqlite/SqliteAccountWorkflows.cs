using Baton.Accounts;
using Baton.Workflows;

namespace Baton.Storage.Sqlite;

/// <summary>An account's unfinished and lately ended workflows. Both indexes carry the account, so those of others cost no look at their rows.</summary>
internal sealed class SqliteAccountWorkflows(SqliteDatabase database) : IAccountWorkflows
{
    private const string SelectUnfinished = """
        SELECT w.version, w.state, d.document
          FROM workflows w INDEXED BY workflows_unfinished CROSS JOIN definitions d ON d.number = w.number
         WHERE w.completed_at IS NULL AND w.account = ?1 AND w.id > ?2 ORDER BY w.id LIMIT ?3
        """;

    private const string SelectEnded = """
        SELECT w.version, w.state, d.document, w.completed_at, w.number
          FROM workflows w INDEXED BY workflows_by_end CROSS JOIN definitions d ON d.number = w.number
         WHERE w.completed_at >= ?2 AND w.account = ?1 AND (w.completed_at > ?2 OR w.number > ?3) ORDER BY w.completed_at, w.number LIMIT ?4
        """;

    public async Task<IReadOnlyList<StoredWorkflow>> Unfinished(AccountId account, WorkflowId? after, int max, CancellationToken cancellationToken) => await database.Scan(
        connection => connection.Prepared(SelectUnfinished).Bind(1, account.Value).Bind(2, after?.Value ?? "").Bind(3, max).All(Read),
        cancellationToken);

    public async Task<IReadOnlyList<(StoredWorkflow Workflow, EndPlace Place)>> Ended(AccountId account, EndPlace after, int max, CancellationToken cancellationToken) => await database.Scan(
        connection => connection.Prepared(SelectEnded)
            .Bind(1, account.Value)
            .Bind(2, after.At.ToSql())
            .Bind(3, after.Number)
            .Bind(4, max)
            .All(static row => (Read(row), new EndPlace(SqliteInstant.FromSql(row.Long(3)), row.Long(4)))),
        cancellationToken);

    private static StoredWorkflow Read(SqliteStatement row) => new(WorkflowDocuments.Read(row.Bytes(1), row.Bytes(2)), row.Long(0));
}
