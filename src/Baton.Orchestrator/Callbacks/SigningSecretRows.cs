using Baton.Accounts;
using Baton.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Baton.Callbacks;

/// <summary>Signing secrets in the embedded database.</summary>
internal static class SigningSecretRows
{
    public static void Insert(SqliteConnection connection, SigningSecret secret) => connection
        .Prepared("INSERT INTO callback_secrets (id, account, secret, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)")
        .Bind(1, secret.Id)
        .Bind(2, secret.Account.Value)
        .Bind(3, secret.Key)
        .Bind(4, secret.CreatedAt.ToSql())
        .Bind(5, secret.ExpiresAt.ToSql())
        .Execute();

    /// <summary>The account's, oldest first, expired or not.</summary>
    public static IReadOnlyList<SigningSecret> Of(SqliteConnection connection, AccountId account) => connection
        .Prepared("SELECT id, account, secret, created_at, expires_at FROM callback_secrets WHERE account = ?1 ORDER BY id")
        .Bind(1, account.Value)
        .All(static row => new SigningSecret(
            row.Text(0), new AccountId(row.Text(1)), row.Bytes(2).ToArray(), SqliteInstant.FromSql(row.Long(3)), SqliteInstant.FromSql(row.LongOrNull(4))));

    /// <summary>Ends those that last longer.</summary>
    public static void ExpireAll(SqliteConnection connection, AccountId account, DateTimeOffset at) => connection
        .Prepared("UPDATE callback_secrets SET expires_at = ?2 WHERE account = ?1 AND (expires_at IS NULL OR expires_at > ?2)")
        .Bind(1, account.Value)
        .Bind(2, at.ToSql())
        .Execute();

    public static void DeleteExpired(SqliteConnection connection, AccountId account, DateTimeOffset now) => connection
        .Prepared("DELETE FROM callback_secrets WHERE account = ?1 AND expires_at <= ?2")
        .Bind(1, account.Value)
        .Bind(2, now.ToSql())
        .Execute();

    public static bool Delete(SqliteConnection connection, AccountId account, string id) => connection
        .Prepared("DELETE FROM callback_secrets WHERE account = ?1 AND id = ?2")
        .Bind(1, account.Value)
        .Bind(2, id)
        .Execute() == 1;
}
