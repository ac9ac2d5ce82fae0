using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Storage.Sqlite;

/// <summary>
/// Writes workflows inside the committer's transaction. Since that is the only writer, what a statement here has read cannot change before the next one.
/// </summary>
internal sealed class WorkflowRows : IDisposable
{
    private const string InsertWorkflow = """
        INSERT INTO workflows (id, account, version, status, created_at, completed_at, wake_at, listing, ephemeral, external_id, facets, state)
        VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
        ON CONFLICT (id) DO NOTHING
        """;

    // Naming a column in SET rewrites its indexes, changed or not. So a running workflow's update names only what moves, and completed_at, listing and facets
    // are conditions instead: when one of them is to change, this finds no row, and the update below does it.
    private const string UpdateRunning = """
        UPDATE workflows SET version = version + 1, status = ?3, wake_at = ?4, state = ?5
         WHERE id = ?1 AND version = ?2 AND completed_at IS NULL AND listing = ?6 AND facets = ?7
        """;

    // A row that has ended keeps its status (invariant Terminal), whoever asks and whatever they have read.
    private const string UpdateAny = """
        UPDATE workflows SET version = version + 1, status = ?3, wake_at = ?4, state = ?5, completed_at = ?6
         WHERE id = ?1 AND version = ?2 AND (completed_at IS NULL OR status = ?3) AND listing = ?7 AND facets = ?8
        """;

    // A deleted workflow gives its external id back: whoever submits under it again means a new one.
    private const string UpdateFindability = """
        UPDATE workflows SET listing = ?3, facets = ?4, external_id = CASE WHEN ?6 THEN NULL ELSE external_id END
         WHERE id = ?1 AND version = ?2 AND (completed_at IS NULL OR status = ?5) AND (listing <> ?3 OR facets <> ?4)
        """;

    // Right after the row it belongs to.
    private const string InsertDefinition = "INSERT INTO definitions (number, document) VALUES (last_insert_rowid(), ?1)";

    private const string UpdateDefinition = "UPDATE definitions SET document = ?2 WHERE number = (SELECT number FROM workflows WHERE id = ?1)";

    private readonly WorkflowDocuments _documents = new();

    /// <summary>Takes the write and carries it out, if it is still of the version it was made from.</summary>
    public SaveResult Save(StoreConnection connection, WorkflowWrite write)
    {
        var state = write.Take();
        if (write.ExpectedVersion == 0)
        {
            return Insert(connection, state, write.IdempotencyKey);
        }

        if (!TryUpdate(connection, state, write.ExpectedVersion))
        {
            return new SaveResult.Conflict();
        }

        if (write.WithDefinition)
        {
            connection.Prepared(UpdateDefinition).Bind(1, state.Id.Value).Bind(2, _documents.Write(state.Definition)).Execute();
        }

        return new SaveResult.Saved(write.ExpectedVersion + 1);
    }

    public void Dispose() => _documents.Dispose();

    private SaveResult Insert(StoreConnection connection, WorkflowState state, IdempotencyKey? key)
    {
        if (WorkflowKeys.FindDuplicate(connection, state, key) is { } duplicate)
        {
            return duplicate;
        }

        if (!TryInsertRow(connection, state))
        {
            return new SaveResult.Conflict();
        }

        connection.Prepared(InsertDefinition).Bind(1, _documents.Write(state.Definition)).Execute();
        WorkflowFacets.Write(connection, state, isNew: true);
        WorkflowKeys.Keep(connection, state, key);
        return new SaveResult.Saved(1);
    }

    private bool TryInsertRow(StoreConnection connection, WorkflowState state) => connection.Prepared(InsertWorkflow)
        .Bind(1, state.Id.Value)
        .Bind(2, state.Account.Value)
        .Bind(3, state.Status.ToWire())
        .Bind(4, state.CreatedAt.ToSql())
        .Bind(5, state.CompletedAt.ToSql())
        .Bind(6, WakeUp.At(state).ToSql())
        .Bind(7, WorkflowColumns.Listing(state))
        .Bind(8, state.Definition.Ephemeral == true ? 1 : 0)
        .Bind(9, state.Definition.ExternalId)
        .Bind(10, WorkflowColumns.Facets(state))
        .Bind(11, _documents.Write(state))
        .Execute() == 1;

    private bool TryUpdate(StoreConnection connection, WorkflowState state, long version)
    {
        if (TryUpdateRow(connection, state, version))
        {
            return true;
        }

        // Rarely: tags or metadata have changed, or it can be found no more or in fewer places. Or somebody else was first.
        if (!TryUpdateFindability(connection, state, version))
        {
            return false;
        }

        WorkflowFacets.Write(connection, state, isNew: false);
        return TryUpdateRow(connection, state, version);
    }

    private bool TryUpdateRow(StoreConnection connection, WorkflowState state, long version)
    {
        var running = !state.Status.IsTerminal();
        var statement = connection.Prepared(running ? UpdateRunning : UpdateAny)
            .Bind(1, state.Id.Value)
            .Bind(2, version)
            .Bind(3, state.Status.ToWire())
            .Bind(4, WakeUp.At(state).ToSql())
            .Bind(5, _documents.Write(state));
        var next = 6;
        if (!running)
        {
            statement.Bind(next++, state.CompletedAt.ToSql());
        }

        return statement.Bind(next++, WorkflowColumns.Listing(state)).Bind(next, WorkflowColumns.Facets(state)).Execute() == 1;
    }

    private static bool TryUpdateFindability(StoreConnection connection, WorkflowState state, long version) => connection.Prepared(UpdateFindability)
        .Bind(1, state.Id.Value)
        .Bind(2, version)
        .Bind(3, WorkflowColumns.Listing(state))
        .Bind(4, WorkflowColumns.Facets(state))
        .Bind(5, state.Status.ToWire())
        .Bind(6, state.DeletedAt is null ? 0 : 1)
        .Execute() == 1;
}
