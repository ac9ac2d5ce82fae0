using Microsoft.Extensions.Options;

namespace Baton.Callbacks;

/// <summary>Puts the delivery of callbacks together. It stands on storage, blobs and the API's renderers.</summary>
internal static class CallbackServices
{
    public static IServiceCollection AddCallbacks(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<CallbackOptions, CallbackOptionsValidator>().BindConfiguration(CallbackOptions.Section);
        services.AddMetrics();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<CallbackOptions>>().Value.ToSchedule());
        services.AddSingleton<SigningSecrets>();
        services.AddSingleton<CallbackSender>();
        services.AddSingleton<CallbackBody>();
        services.AddSingleton<CallbackLog>();
        services.AddSingleton<CallbackMetrics>();
        services.AddSingleton<ICallbacks, CallbackDispatcher>();
        return services;
    }
}
