
namespace Baton.Accounts;

/// <summary>Bearer tokens. Only a hash is kept; the secret is shown once, when it is made.</summary>
public interface ITokens
{
    /// <summary>Makes a token for an account; null lasts for ever.</summary>
    Task<NewToken> Create(AccountId account, TokenRole role, string name, TimeSpan? lifetime, CancellationToken cancellationToken);

    Task<IReadOnlyList<TokenRecord>> List(CancellationToken cancellationToken);

    /// <summary>False when there is no such token.</summary>
    Task<bool> Revoke(string tokenId, CancellationToken cancellationToken);

    /// <summary>Whose the secret is, or why it does not count.</summary>
    ValueTask<TokenVerdict> Check(string secret, CancellationToken cancellationToken);
}

/// <summary>A token just made. <paramref name="Secret"/> starts with <c>baton_</c> and is never shown again.</summary>
public sealed record NewToken(TokenRecord Token, string Secret);

/// <summary>What is kept of a token. The id starts with <c>tok_</c>.</summary>
public sealed record TokenRecord(
    string Id,
    AccountId Account,
    TokenRole Role,
    string Name,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt);

/// <summary>What a presented secret is worth.</summary>
public abstract record TokenVerdict
{
    private TokenVerdict()
    {
    }

    public sealed record Valid(TokenRecord Token) : TokenVerdict;

    public sealed record Unknown : TokenVerdict;

    public sealed record Expired(DateTimeOffset At) : TokenVerdict;

    public sealed record Revoked(DateTimeOffset At) : TokenVerdict;
}
