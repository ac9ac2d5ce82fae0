using Baton.Accounts;
using Baton.Client.Workers;
using Baton.Storage.Sqlite;

namespace Baton.Blobs;

/// <summary>The table of what is known of blobs. A blob past its expiry is answered as one that does not exist, whether it was swept yet or not.</summary>
internal sealed class BlobRows(SqliteDatabase database, ISqliteCommitter committer)
{
    private const double MicrosPerSecond = 1_000_000;

    public Task Insert(BlobRecord blob) => committer.Commit(connection => connection.Prepared("""
        INSERT INTO blobs (id, account, content_type, bytes, job_id, width, height, duration_micros, created_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """)
        .Bind(1, blob.Id.Value)
        .Bind(2, blob.Account.Value)
        .Bind(3, blob.ContentType)
        .Bind(4, blob.Bytes)
        .Bind(5, blob.JobId)
        .Bind(6, blob.Facts.Width)
        .Bind(7, blob.Facts.Height)
        .Bind(8, Micros(blob.Facts.Duration))
        .Bind(9, blob.CreatedAt.ToUnixTimeMilliseconds())
        .Bind(10, blob.ExpiresAt.ToUnixTimeMilliseconds())
        .Execute());

    public Task<BlobRecord?> Find(BlobId id, DateTimeOffset now, CancellationToken cancellationToken) => database.Read(connection => connection.Prepared("""
        SELECT id, account, content_type, bytes, job_id, width, height, duration_micros, created_at, expires_at
          FROM blobs
         WHERE id = ?1 AND expires_at > ?2
        """)
        .Bind(1, id.Value)
        .Bind(2, now.ToUnixTimeMilliseconds())
        .First(Read), cancellationToken);

    /// <summary>False when there is no such blob of this account any more.</summary>
    public async Task<bool> ExtendOwned(AccountId account, BlobId id, DateTimeOffset now, DateTimeOffset expiresAt) => await committer.Commit(connection => connection.Prepared("""
        UPDATE blobs SET expires_at = MAX(expires_at, ?4) WHERE id = ?1 AND account = ?2 AND expires_at > ?3
        """)
        .Bind(1, id.Value)
        .Bind(2, account.Value)
        .Bind(3, now.ToUnixTimeMilliseconds())
        .Bind(4, expiresAt.ToUnixTimeMilliseconds())
        .Execute()) == 1;

    public Task<List<BlobId>> ExpiredBefore(DateTimeOffset instant, int max, CancellationToken cancellationToken) => database.Scan(connection => connection.Prepared("""
        SELECT id FROM blobs WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2
        """)
        .Bind(1, instant.ToUnixTimeMilliseconds())
        .Bind(2, max)
        .All(row => BlobId.From(row.Text(0))), cancellationToken);

    /// <summary>Those of the ids that have no row.</summary>
    public Task<List<BlobId>> Unknown(IReadOnlyList<BlobId> ids, CancellationToken cancellationToken) => database.Scan(connection =>
    {
        var statement = connection.Prepared("SELECT 1 FROM blobs WHERE id = ?1");
        return ids.Where(id => statement.Bind(1, id.Value).First<long?>(row => row.Long(0)) is null).ToList();
    }, cancellationToken);

    public Task Delete(IReadOnlyList<BlobId> ids) => committer.Commit(connection =>
    {
        var statement = connection.Prepared("DELETE FROM blobs WHERE id = ?1");
        return ids.Sum(id => statement.Bind(1, id.Value).Execute());
    });

    private static BlobRecord? Read(SqliteStatement row) => new(
        BlobId.From(row.Text(0)),
        AccountId.From(row.Text(1)),
        row.Text(2),
        row.Long(3),
        row.TextOrNull(4),
        new MediaFacts((int?)row.LongOrNull(5), (int?)row.LongOrNull(6), row.LongOrNull(7) / MicrosPerSecond),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Long(8)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.Long(9)));

    private static long? Micros(double? seconds) => seconds is { } known ? (long)Math.Round(known * MicrosPerSecond) : null;
}
