using System.Collections.Concurrent;
using Baton.Accounts;
using Baton.Ids;
using Baton.Storage.Sqlite;

namespace Baton.Callbacks;

/// <summary>
/// The secrets that deliveries are signed with, by account, in the embedded database. An account gets its first one when it first needs one, so everything
/// that leaves is signed.
/// </summary>
internal sealed class SigningSecrets(SqliteDatabase database, ISqliteCommitter committer, TimeProvider time)
{
    /// <summary>Each one makes every delivery longer.</summary>
    public const int ActiveMax = 5;

    private const int CachedMax = 10_000;

    private readonly ConcurrentDictionary<AccountId, IReadOnlyList<SigningSecret>> _cache = new();

    /// <summary>Those to sign with now; at least one.</summary>
    public async ValueTask<IReadOnlyList<SigningSecret>> Active(AccountId account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_cache.TryGetValue(account, out var known) && known.Count > 0 && known.All(secret => secret.IsActive(now)))
        {
            return known;
        }

        var read = await Read(account, cancellationToken);
        if (_cache.Count >= CachedMax)
        {
            _cache.Clear();
        }

        return _cache[account] = read.Count > 0 ? read : [await CreateFirst(account)];
    }

    /// <summary>The same for their owner to look at.</summary>
    public async Task<IReadOnlyList<SigningSecret>> List(AccountId account, CancellationToken cancellationToken)
    {
        var secrets = await Read(account, cancellationToken);
        return secrets.Count > 0 ? secrets : [await CreateFirst(account)];
    }

    /// <summary>Makes one more; null when there are <see cref="ActiveMax"/>.</summary>
    /// <param name="retireOthersAfter">From when on the others are no longer signed with; null leaves them alone.</param>
    public async Task<SigningSecret?> Create(AccountId account, TimeSpan? retireOthersAfter)
    {
        var now = time.GetUtcNow();
        var made = New(account, now);
        var isMade = await committer.Commit(connection =>
        {
            SigningSecretRows.DeleteExpired(connection, account, now);
            if (SigningSecretRows.Of(connection, account).Count >= ActiveMax)
            {
                return false;
            }

            if (retireOthersAfter is { } after)
            {
                SigningSecretRows.ExpireAll(connection, account, now + after);
            }

            SigningSecretRows.Insert(connection, made);
            return true;
        });
        _cache.TryRemove(account, out _);
        return isMade ? made : null;
    }

    /// <summary>False when the account has no such secret.</summary>
    public async Task<bool> Delete(AccountId account, string id)
    {
        var found = await committer.Commit(connection => SigningSecretRows.Delete(connection, account, id));
        _cache.TryRemove(account, out _);
        return found;
    }

    private async Task<IReadOnlyList<SigningSecret>> Read(AccountId account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var all = await database.Read(connection => SigningSecretRows.Of(connection, account), cancellationToken);
        return [.. all.Where(secret => secret.IsActive(now))];
    }

    /// <summary>Two deliveries may ask at once; the first one's counts.</summary>
    private Task<SigningSecret> CreateFirst(AccountId account)
    {
        var now = time.GetUtcNow();
        var made = New(account, now);
        return committer.Commit(connection =>
        {
            if (SigningSecretRows.Of(connection, account).FirstOrDefault(secret => secret.IsActive(now)) is { } existing)
            {
                return existing;
            }

            SigningSecretRows.Insert(connection, made);
            return made;
        });
    }

    private static SigningSecret New(AccountId account, DateTimeOffset now) => SigningSecret.New(account, $"sec_{UlidText.New(now)}", now);
}
