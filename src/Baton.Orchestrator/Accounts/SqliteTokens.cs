using System.Security.Cryptography;
using Baton.Ids;
using Baton.Storage.Sqlite;

namespace Baton.Accounts;

/// <summary>Tokens kept in the embedded database, as hashes.</summary>
internal sealed class SqliteTokens(SqliteDatabase database, ISqliteCommitter committer, TimeProvider time) : ITokens
{
    private readonly TokenCache _cache = new(time);

    public async Task<NewToken> Create(AccountId account, TokenRole role, string name, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        var token = Make(account, role, name, lifetime);
        var hash = TokenSecret.Hash(token.Secret);
        return await committer.Commit(connection =>
        {
            TokenRows.Insert(connection, token.Token, hash);
            return token;
        });
    }

    public Task<IReadOnlyList<TokenRecord>> List(CancellationToken cancellationToken) => database.Read(TokenRows.All, cancellationToken);

    public async Task<bool> Revoke(string tokenId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await committer.Commit(connection => TokenRows.Revoke(connection, tokenId, now));
        _cache.Clear();
        return found;
    }

    public ValueTask<TokenVerdict> Check(string secret, CancellationToken cancellationToken)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (!TokenSecret.TryHash(secret, hash))
        {
            return ValueTask.FromResult<TokenVerdict>(new TokenVerdict.Unknown());
        }

        return _cache.Find(hash) is { } token ? ValueTask.FromResult(Judge(token)) : new ValueTask<TokenVerdict>(LookUp(hash.ToArray(), cancellationToken));
    }

    /// <summary>A token that is not kept anywhere yet.</summary>
    internal NewToken Make(AccountId account, TokenRole role, string name, TimeSpan? lifetime)
    {
        var now = time.GetUtcNow();
        return new NewToken(new TokenRecord($"tok_{UlidText.New(now)}", account, role, name, now, now + lifetime, RevokedAt: null), TokenSecret.New());
    }

    private async Task<TokenVerdict> LookUp(byte[] hash, CancellationToken cancellationToken)
    {
        // The time from before the query: what was read is at least as new as that.
        var readAt = time.GetTimestamp();
        if (await database.Read(connection => TokenRows.Find(connection, hash), cancellationToken) is not { } token)
        {
            return new TokenVerdict.Unknown();
        }

        _cache.Add(hash, token, readAt);
        return Judge(token);
    }

    private TokenVerdict Judge(TokenRecord token) => token switch
    {
        { RevokedAt: { } at } => new TokenVerdict.Revoked(at),
        { ExpiresAt: { } at } when at <= time.GetUtcNow() => new TokenVerdict.Expired(at),
        _ => new TokenVerdict.Valid(token),
    };
}
