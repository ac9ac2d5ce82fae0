namespace Baton.Storage.Sqlite;

/// <summary>Deletes what is no longer kept, a bounded number at a time: everybody's writes wait for this one.</summary>
internal static class WorkflowForgetting
{
    private const string DeleteKeys = """
        DELETE FROM idempotency_keys WHERE (account, key) IN
            (SELECT account, key FROM idempotency_keys WHERE created_at < ?1 ORDER BY created_at LIMIT ?2)
        """;

    // Two statements rather than an OR, which would go through all rows instead of two short indexes. The definition, tags and words go by cascade. What still
    // has callbacks to deliver has a wake-up, and stays until they are delivered or parked.
    private const string DeleteEnded = """
        DELETE FROM workflows WHERE number IN
            (SELECT number FROM workflows w WHERE completed_at < ?1 AND wake_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM idempotency_keys k WHERE k.workflow_id = w.id)
              ORDER BY completed_at LIMIT ?2)
        """;

    // An ephemeral one with parked callbacks is kept as long as others are, so that somebody can have them sent again.
    private const string DeleteEphemeral = """
        DELETE FROM workflows WHERE number IN
            (SELECT number FROM workflows w WHERE ephemeral = 1 AND completed_at IS NOT NULL AND wake_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM parked_callbacks p WHERE p.workflow_id = w.id)
                AND NOT EXISTS (SELECT 1 FROM idempotency_keys k WHERE k.workflow_id = w.id)
              LIMIT ?1)
        """;

    public static int Forget(StoreConnection connection, (DateTimeOffset EndedBefore, DateTimeOffset KeysBefore, int Max) what)
    {
        connection.Prepared(DeleteKeys).Bind(1, what.KeysBefore.ToSql()).Bind(2, what.Max).Execute();
        var ended = connection.Prepared(DeleteEnded).Bind(1, what.EndedBefore.ToSql()).Bind(2, what.Max).Execute();
        return ended + connection.Prepared(DeleteEphemeral).Bind(1, what.Max - ended).Execute();
    }
}
