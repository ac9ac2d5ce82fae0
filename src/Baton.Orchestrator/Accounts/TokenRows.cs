using Baton.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Baton.Accounts;

/// <summary>Tokens in the embedded database.</summary>
internal static class TokenRows
{
    private const string Columns = "id, account, role, name, created_at, expires_at, revoked_at";

    public static void Insert(SqliteConnection connection, TokenRecord token, byte[] hash) => connection
        .Prepared("INSERT INTO tokens (id, account, name, created_at, expires_at, hash, role) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .Bind(1, token.Id)
        .Bind(2, token.Account.Value)
        .Bind(3, token.Name)
        .Bind(4, token.CreatedAt.ToSql())
        .Bind(5, token.ExpiresAt.ToSql())
        .Bind(6, hash)
        .Bind(7, token.Role.ToText())
        .Execute();

    public static bool Any(SqliteConnection connection) =>
        connection.Prepared("SELECT EXISTS (SELECT 1 FROM tokens)").First(static row => row.Long(0)) == 1;

    public static IReadOnlyList<TokenRecord> All(SqliteConnection connection) =>
        connection.Prepared($"SELECT {Columns} FROM tokens ORDER BY id").All(Read);

    // The hash is the key, so what the time of this lookup tells is about a hash, from which nobody gets to a secret.
    public static TokenRecord? Find(SqliteConnection connection, byte[] hash) =>
        connection.Prepared($"SELECT {Columns} FROM tokens WHERE hash = ?1").Bind(1, hash).First(Read);

    /// <summary>False when there is no such token. The first revocation counts.</summary>
    public static bool Revoke(SqliteConnection connection, string id, DateTimeOffset now) => connection
        .Prepared("UPDATE tokens SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1")
        .Bind(1, id)
        .Bind(2, now.ToSql())
        .Execute() == 1;

    private static TokenRecord Read(SqliteStatement row) => new(
        row.Text(0),
        new AccountId(row.Text(1)),
        TokenRoles.Parse(row.Text(2)),
        row.Text(3),
        SqliteInstant.FromSql(row.Long(4)),
        SqliteInstant.FromSql(row.LongOrNull(5)),
        SqliteInstant.FromSql(row.LongOrNull(6)));
}
