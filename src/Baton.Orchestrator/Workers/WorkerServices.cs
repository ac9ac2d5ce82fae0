namespace Baton.Workers;

/// <summary>Registers what serves workers in other processes.</summary>
internal static class WorkerServices
{
    public static IServiceCollection AddWorkers(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<WorkerOptions, WorkerOptionsValidator>().BindConfiguration(WorkerOptions.Section);
        services.AddSingleton<WorkerRows>();
        services.AddSingleton<WorkerDocuments>();
        services.AddSingleton<JobPreviews>();
        services.AddSingleton<WorkerClaims>();
        services.AddSingleton<WorkerReports>();
        return services;
    }
}
