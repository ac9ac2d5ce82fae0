using Baton.Accounts;
using Baton.Workflows;

namespace Baton.Storage.Sqlite;

/// <summary>Workflows in the embedded database.</summary>
internal sealed class SqliteWorkflowStore(SqliteDatabase database, SqliteCommitter committer) : IWorkflowStore, IDisposable
{
    private const string SelectOne = """
        SELECT w.version, w.state, d.document FROM workflows w CROSS JOIN definitions d ON d.number = w.number WHERE w.id = ?1
        """;

    // Whose it is decides before the documents are read, or the time would tell that somebody else has one.
    private const string SelectOwn = """
        SELECT w.state, d.document FROM workflows w CROSS JOIN definitions d ON d.number = w.number WHERE w.id = ?1 AND w.account = ?2
        """;

    private const string SelectOverdue = "SELECT id FROM workflows WHERE wake_at <= ?1 ORDER BY wake_at LIMIT ?2";

    // Without INDEXED BY the planner may take the index of all ids, which leads through every workflow that has ever ended.
    private const string SelectUnfinished = """
        SELECT id FROM workflows INDEXED BY workflows_unfinished WHERE completed_at IS NULL AND id > ?1 ORDER BY id LIMIT ?2
        """;

    private const string SelectParked = """
        SELECT w.state, d.document FROM parked_callbacks p CROSS JOIN workflows w ON w.id = p.workflow_id CROSS JOIN definitions d ON d.number = w.number
         WHERE p.account = ?1 AND p.workflow_id > ?2 ORDER BY p.workflow_id LIMIT ?3
        """;

    private readonly WorkflowRows _rows = new();

    public Task<SaveResult> Save(WorkflowWrite write) =>
        committer.Commit(static (connection, save) => save.Rows.Save(connection, save.Write), (Rows: _rows, Write: write));

    public Task<StoredWorkflow?> Load(WorkflowId id, CancellationToken cancellationToken) => database.Read(
        connection => connection.Prepared(SelectOne)
            .Bind(1, id.Value)
            .First(static row => new StoredWorkflow(WorkflowDocuments.Read(row.Bytes(1), row.Bytes(2)), row.Long(0))),
        cancellationToken);

    public Task<WorkflowState?> Find(AccountId account, WorkflowId id, CancellationToken cancellationToken) => database.Read(
        connection => connection.Prepared(SelectOwn)
            .Bind(1, id.Value)
            .Bind(2, account.Value)
            .First(static row => WorkflowDocuments.Read(row.Bytes(0), row.Bytes(1))),
        cancellationToken);

    public Task<bool> Has(AccountId account, WorkflowId id, CancellationToken cancellationToken) => database.Read(
        connection => connection.Prepared("SELECT 1 FROM workflows WHERE id = ?1 AND account = ?2").Bind(1, id.Value).Bind(2, account.Value).All(static row => row.Long(0)).Count > 0,
        cancellationToken);

    public async Task<IReadOnlyList<WorkflowState>> Query(WorkflowQuery query, CancellationToken cancellationToken) =>
        await database.Scan(connection => WorkflowPage.Read((StoreConnection)connection, query), cancellationToken);

    public Task<IReadOnlyList<(AccountId Account, int Count)>> CountUnfinished(CancellationToken cancellationToken) => database.Read<IReadOnlyList<(AccountId, int)>>(
        connection => connection.Prepared("SELECT account, count(*) FROM workflows WHERE completed_at IS NULL GROUP BY account").All(row => (new AccountId(row.Text(0)), (int)row.Long(1))),
        cancellationToken);

    public Task<WorkflowId?> FindByExternalId(AccountId account, string externalId, CancellationToken cancellationToken) =>
        database.Read(connection => WorkflowKeys.FindByExternalId((StoreConnection)connection, account, externalId), cancellationToken);

    public async Task<IReadOnlyList<WorkflowState>> WithParkedCallbacks(AccountId account, WorkflowId? after, int max, CancellationToken cancellationToken) =>
        await database.Read(
            connection => connection.Prepared(SelectParked)
                .Bind(1, account.Value)
                .Bind(2, after?.Value ?? "")
                .Bind(3, max)
                .All(static row => WorkflowDocuments.Read(row.Bytes(0), row.Bytes(1))),
            cancellationToken);

    public async Task<IReadOnlyList<WorkflowId>> Overdue(DateTimeOffset now, int max, CancellationToken cancellationToken) => await database.Read(
        connection => connection.Prepared(SelectOverdue).Bind(1, now.ToSql()).Bind(2, max).All(static row => new WorkflowId(row.Text(0))),
        cancellationToken);

    public async Task<IReadOnlyList<WorkflowId>> Unfinished(WorkflowId? after, int max, CancellationToken cancellationToken) => await database.Read(
        connection => connection.Prepared(SelectUnfinished).Bind(1, after?.Value ?? "").Bind(2, max).All(static row => new WorkflowId(row.Text(0))),
        cancellationToken);

    public Task<int> Forget(DateTimeOffset endedBefore, DateTimeOffset keysBefore, int max, CancellationToken cancellationToken) =>
        committer.Commit(WorkflowForgetting.Forget, (endedBefore, keysBefore, max));

    public void Dispose() => _rows.Dispose();
}
