using Baton.Recipes;
using Microsoft.Extensions.Options;

namespace Baton.Tiers;

/// <summary>Refuses a configuration that names what does not exist, at start rather than at the first request.</summary>
internal sealed class TierOptionsValidator(RecipeCatalogue recipes) : IValidateOptions<TierOptions>
{
    private static readonly TierValidator Values = new();

    public ValidateOptionsResult Validate(string? name, TierOptions options)
    {
        var faults = UnknownTiers(options)
            .Concat(options.Definitions.SelectMany(tier => FaultsOf(tier.Key, tier.Value)))
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> UnknownTiers(TierOptions options) => options.Accounts
        .Where(entry => !options.Definitions.ContainsKey(entry.Value))
        .Select(entry => $"Tiers:Accounts:{entry.Key}: there is no tier '{entry.Value}'. Known: {string.Join(", ", options.Definitions.Keys)}.");

    private IEnumerable<string> FaultsOf(string name, Tier tier) => tier.Recipes
        .Where(type => recipes.Find(type) is null)
        .Select(type => $"Tiers:Definitions:{name}:Recipes: there is no step type '{type}'.")
        .Concat(Values.Validate($"Tiers:Definitions:{name}", tier).Failures ?? []);
}
