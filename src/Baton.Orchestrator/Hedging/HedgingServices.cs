using Baton.Recipes;
using Microsoft.Extensions.Options;

namespace Baton.Hedging;

/// <summary>Puts hedging together, as far as it is switched on.</summary>
internal static class HedgingServices
{
    public static IServiceCollection AddHedging(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<HedgingOptions>, HedgingOptionsValidator>();
        services.AddOptions<HedgingOptions>().BindConfiguration(HedgingOptions.Section).ValidateOnStart();
        services.AddMetrics();
        services.AddSingleton<HedgingMetrics>();
        services.AddSingleton(Allowed);
        return services;
    }

    private static AllowedHedging Allowed(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<HedgingOptions>>().Value;
        return new AllowedHedging(options.Enabled
            ? new JobHedging(options, provider.GetRequiredService<RecipeCatalogue>(), new HedgeBudget(options.BudgetPercent / 100), provider.GetRequiredService<HedgingMetrics>())
            : null);
    }
}

/// <summary>The hedging of this process; null when it is switched off.</summary>
internal sealed record AllowedHedging(JobHedging? Hedging);
