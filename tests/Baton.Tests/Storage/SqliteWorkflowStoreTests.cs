using Baton.Storage;
using Baton.Storage.Sqlite;

namespace Baton.Tests.Storage;

public sealed class SqliteWorkflowStoreTests : WorkflowStoreContract, IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly SqliteWorkflowStore _store;

    public SqliteWorkflowStoreTests() => _store = new SqliteWorkflowStore(_database.Database, _database.Committer);

    public override IWorkflowStore Store => _store;

    public void Dispose()
    {
        _database.Dispose();
        _store.Dispose();
    }
}
