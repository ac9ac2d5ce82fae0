using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Baton.Client.Workers;

/// <summary>Registers a worker where a host is used.</summary>
public static class BatonWorkerServices
{
    /// <summary>A worker that runs as long as the host, with every <see cref="IJobHandler"/> that is registered.</summary>
    public static IServiceCollection AddBatonWorker(this IServiceCollection services, Action<BatonWorkerOptions> configure) => services.AddHostedService(provider =>
    {
        var options = new BatonWorkerOptions();
        configure(options);
        return new WorkerService(new BatonWorker(options, provider.GetServices<IJobHandler>(), provider.GetService<ILogger<BatonWorker>>()));
    });

    /// <summary>A handler for one step type. The same class may run in a server's own process.</summary>
    public static IServiceCollection AddJobHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(this IServiceCollection services)
        where THandler : class, IJobHandler =>
        services.AddSingleton<IJobHandler, THandler>();

    private sealed class WorkerService(BatonWorker worker) : BackgroundService
    {
        public override void Dispose()
        {
            worker.Dispose();
            base.Dispose();
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => worker.Run(stoppingToken);
    }
}
