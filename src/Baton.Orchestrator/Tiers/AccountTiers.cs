using System.Collections.Frozen;
using Baton.Accounts;
using Microsoft.Extensions.Options;

namespace Baton.Tiers;

/// <summary>The tier of each account.</summary>
internal sealed class AccountTiers(IOptions<TierOptions> options)
{
    private readonly FrozenDictionary<string, string> _names = options.Value.Accounts.ToFrozenDictionary(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, Tier> _tiers = options.Value.Definitions.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What applies to accounts that are not named, and to those who show no token.</summary>
    public Tier Standard => _tiers[TierOptions.Standard];

    public string NameOf(AccountId account) => _names.GetValueOrDefault(account.Value, TierOptions.Standard);

    public Tier Of(AccountId account) => _tiers[NameOf(account)];
}
