namespace Baton.Live;

/// <summary>Puts live streams together. They stand on storage, callbacks' bodies and tiers.</summary>
internal static class LiveServices
{
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<LiveOptions, LiveOptionsValidator>().BindConfiguration(LiveOptions.Section);
        services.AddMetrics();
        services.AddSingleton<LiveUpdates>();
        services.AddHostedService<LiveBeats>();
        services.AddSingleton<LiveMetrics>();
        services.AddSingleton<LiveEvents>();
        services.AddSingleton<LiveStreams>();
        services.AddSingleton<WorkflowFollower>();
        services.AddSingleton<AccountFollower>();
        return services;
    }
}
