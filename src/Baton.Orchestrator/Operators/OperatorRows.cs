using Baton.Accounts;
using Baton.Contracts.Operators;
using Baton.Storage.Sqlite;

namespace Baton.Operators;

/// <summary>The table of what operators decided.</summary>
internal sealed class OperatorRows(SqliteDatabase database, ISqliteCommitter committer)
{
    public const string Provider = "provider";
    public const string Worker = "worker";

    public Task Save(string kind, string target, OperatorDecision decision) => committer.Commit(connection => connection
        .Prepared("INSERT INTO operator_modes (kind, target, mode, reason, account, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (kind, target) DO UPDATE SET mode = ?3, reason = ?4, account = ?5, since = ?6")
        .Bind(1, kind)
        .Bind(2, target)
        .Bind(3, decision.Mode == OperatorMode.Paused ? "paused" : "draining")
        .Bind(4, decision.Reason)
        .Bind(5, decision.Account.Value)
        .Bind(6, decision.Since.ToSql())
        .Execute());

    public Task Delete(string kind, string target) => committer.Commit(connection => connection
        .Prepared("DELETE FROM operator_modes WHERE kind = ?1 AND target = ?2").Bind(1, kind).Bind(2, target).Execute());

    public Task<List<(string Kind, string Target, OperatorDecision Decision)>> All(CancellationToken cancellationToken) => database.Read(
        connection => connection.Prepared("SELECT kind, target, mode, reason, account, since FROM operator_modes").All(Read), cancellationToken);

    private static (string Kind, string Target, OperatorDecision Decision) Read(SqliteStatement row) => (
        row.Text(0),
        row.Text(1),
        new OperatorDecision(
            row.Text(2) == "paused" ? OperatorMode.Paused : OperatorMode.Draining,
            row.TextOrNull(3),
            new AccountId(row.Text(4)),
            SqliteInstant.FromSql(row.Long(5))));
}
