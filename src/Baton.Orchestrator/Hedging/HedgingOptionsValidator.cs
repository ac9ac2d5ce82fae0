using Baton.Recipes;
using Microsoft.Extensions.Options;

namespace Baton.Hedging;

/// <summary>Refuses step types that there are not, and those that must not be run twice.</summary>
internal sealed class HedgingOptionsValidator(RecipeCatalogue recipes) : IValidateOptions<HedgingOptions>
{
    private static readonly HedgingOptionsRanges Ranges = new();

    public ValidateOptionsResult Validate(string? name, HedgingOptions options)
    {
        var faults = options.StepTypes.Select(FaultOf).OfType<string>().Concat(Ranges.Validate(name, options).Failures ?? []).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private string? FaultOf(string type) => recipes.Find(type) switch
    {
        null => $"Hedging:StepTypes: there is no step type '{type}'.",
        { IsHedgeable: false } => $"Hedging:StepTypes: a job of type '{type}' must not be run twice.",
        _ => null,
    };
}
