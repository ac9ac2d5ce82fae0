using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Baton.Tiers;

/// <summary>Puts the limits of accounts together.</summary>
internal static class TierServices
{
    public static IServiceCollection AddTiers(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<TierOptions, TierOptionsValidator>().BindConfiguration(TierOptions.Section);
        services.AddSingleton<AccountTiers>();
        services.AddSingleton<TierGate>();
        services.AddSingleton<RequestRates>();
        services.AddRateLimiter(_ => { });
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>>(provider =>
            new ConfigureOptions<RateLimiterOptions>(provider.GetRequiredService<RequestRates>().Configure));
        return services;
    }

    /// <summary>After authentication, because who asks decides.</summary>
    public static IApplicationBuilder UseTiers(this IApplicationBuilder app)
    {
        var rates = app.ApplicationServices.GetRequiredService<RequestRates>();
        return app.UseRateLimiter().Use((HttpContext context, RequestDelegate next) =>
        {
            rates.Tell(context);
            return next(context);
        });
    }
}
