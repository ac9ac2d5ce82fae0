using System.Security.Cryptography;
using Baton.Accounts;

namespace Baton.Callbacks;

/// <summary>A secret that an account's deliveries are signed with until it expires.</summary>
internal sealed record SigningSecret(string Id, AccountId Account, byte[] Key, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    public const int KeyLength = 32;

    private const string Prefix = "whsec_";

    /// <summary>As it is shown to its owner and given to libraries of Standard Webhooks.</summary>
    public string ToText() => Prefix + Convert.ToBase64String(Key);

    public static SigningSecret New(AccountId account, string id, DateTimeOffset now) =>
        new(id, account, RandomNumberGenerator.GetBytes(KeyLength), now, ExpiresAt: null);

    public bool IsActive(DateTimeOffset now) => ExpiresAt is null || now < ExpiresAt;
}
