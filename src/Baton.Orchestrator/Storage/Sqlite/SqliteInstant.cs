namespace Baton.Storage.Sqlite;

/// <summary>Instants as the tables keep them: units of 100 ns since 1970 in UTC, so that nothing is rounded.</summary>
internal static class SqliteInstant
{
    public static long ToSql(this DateTimeOffset instant) => instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    public static long? ToSql(this DateTimeOffset? instant) => instant?.ToSql();

    public static DateTimeOffset FromSql(long units) => DateTimeOffset.UnixEpoch.AddTicks(units);

    public static DateTimeOffset? FromSql(long? units) => units is { } some ? FromSql(some) : null;
}
