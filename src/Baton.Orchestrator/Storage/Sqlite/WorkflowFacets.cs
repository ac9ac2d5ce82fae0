using Baton.Callbacks;
using Baton.Workflows;

namespace Baton.Storage.Sqlite;

/// <summary>Keeps the tables by which workflows are searched: their tags, the words of their metadata, and whether callbacks are parked.</summary>
internal static class WorkflowFacets
{
    private const string DeleteTags = "DELETE FROM workflow_tags WHERE workflow_id = ?1";
    private const string DeleteText = "DELETE FROM workflow_texts WHERE workflow_id = ?1";
    private const string DeleteParked = "DELETE FROM parked_callbacks WHERE workflow_id = ?1";
    private const string InsertParked = "INSERT INTO parked_callbacks (account, workflow_id) VALUES (?1, ?2)";
    private const string InsertTag = "INSERT OR IGNORE INTO workflow_tags (account, tag, workflow_id) VALUES (?1, ?2, ?3)";
    private const string InsertText = "INSERT INTO workflow_texts (account, workflow_id, text) VALUES (?1, ?2, ?3)";

    /// <summary>Makes the rows say what the state says. A workflow that no query finds has no tags and words.</summary>
    public static void Write(StoreConnection connection, WorkflowState state, bool isNew)
    {
        if (!isNew)
        {
            connection.Prepared(DeleteTags).Bind(1, state.Id.Value).Execute();
            connection.Prepared(DeleteText).Bind(1, state.Id.Value).Execute();
            connection.Prepared(DeleteParked).Bind(1, state.Id.Value).Execute();
        }

        if (Outbox.ParkedCount(state) > 0)
        {
            connection.Prepared(InsertParked).Bind(1, state.Account.Value).Bind(2, state.Id.Value).Execute();
        }

        if (WorkflowColumns.Listing(state) != WorkflowColumns.Unlisted)
        {
            Insert(connection, state);
        }
    }

    private static void Insert(StoreConnection connection, WorkflowState state)
    {
        foreach (var tag in state.Tags.IsDefault ? [] : state.Tags)
        {
            connection.Prepared(InsertTag).Bind(1, state.Account.Value).Bind(2, tag).Bind(3, state.Id.Value).Execute();
        }

        var text = MetadataText.Of(state.Metadata);
        if (text.Length > 0)
        {
            connection.Prepared(InsertText).Bind(1, state.Account.Value).Bind(2, state.Id.Value).Bind(3, text).Execute();
        }
    }
}
