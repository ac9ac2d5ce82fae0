using Baton.Accounts;
using Baton.Workflows;

namespace Baton.Storage.Sqlite;

/// <summary>What makes a repeated submit find the first one: idempotency keys and external ids.</summary>
internal static class WorkflowKeys
{
    private const string FindByKey = "SELECT workflow_id, body_digest FROM idempotency_keys WHERE account = ?1 AND key = ?2";

    private const string InsertKey = """
        INSERT INTO idempotency_keys (account, key, body_digest, workflow_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
        """;

    private const string FindExternal = "SELECT id FROM workflows WHERE account = ?1 AND external_id = ?2";

    /// <summary>The key decides before the external id does: it says what the whole request was.</summary>
    public static SaveResult.Duplicate? FindDuplicate(StoreConnection connection, WorkflowState state, IdempotencyKey? key)
    {
        if (key is not null && FindKey(connection, state.Account, key) is { } used)
        {
            return used;
        }

        return state.Definition.ExternalId is { } externalId && FindByExternalId(connection, state.Account, externalId) is { } existing
            ? new SaveResult.Duplicate(existing, SameBody: true)
            : null;
    }

    public static WorkflowId? FindByExternalId(StoreConnection connection, AccountId account, string externalId) => connection.Prepared(FindExternal)
        .Bind(1, account.Value)
        .Bind(2, externalId)
        .First<WorkflowId?>(static row => new WorkflowId(row.Text(0)));

    public static void Keep(StoreConnection connection, WorkflowState state, IdempotencyKey? key)
    {
        if (key is null)
        {
            return;
        }

        connection.Prepared(InsertKey)
            .Bind(1, state.Account.Value)
            .Bind(2, key.Key)
            .Bind(3, key.BodyDigest)
            .Bind(4, state.Id.Value)
            .Bind(5, state.CreatedAt.ToSql())
            .Execute();
    }

    private static SaveResult.Duplicate? FindKey(StoreConnection connection, AccountId account, IdempotencyKey key) => connection.Prepared(FindByKey)
        .Bind(1, account.Value)
        .Bind(2, key.Key)
        .First(row => new SaveResult.Duplicate(new WorkflowId(row.Text(0)), row.Text(1) == key.BodyDigest));
}
