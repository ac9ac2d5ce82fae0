using Baton.Client.Workers;
using Baton.Explanations;
using Baton.Providers;
using Baton.Streams;
using Baton.Workers;
using Microsoft.Extensions.Options;

namespace Baton.Jobs;

/// <summary>Runs the slots of every pool whose tool is present.</summary>
internal sealed class InProcessWorkers(
    ProviderDirectory directory,
    ProcessInstance instance,
    IGrainFactory grains,
    JobContextFactory contexts,
    JobPreviews previews,
    JobStreams streams,
    RecentDurations durations,
    ProviderTermsTable terms,
    TimeProvider time,
    IOptions<InProcessWorkerOptions> options,
    IOptions<WorkerOptions> elsewhere,
    ILogger<InProcessWorker> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var slots =
            from pool in directory.Pools
            where pool.Tool.Present
            from slot in Enumerable.Range(0, pool.Pool.Slots)
            select Worker(pool.Pool, slot);
        return Task.WhenAll(slots.Select(worker => Task.Run(() => worker.Run(stoppingToken), CancellationToken.None)));
    }

    private InProcessWorker Worker(HandlerPool pool, int slot)
    {
        var provider = new ProviderId(pool.Name);
        var lease = pool.MayVanish ? elsewhere.Value.LeaseDuration : options.Value.LeaseDuration;
        return new(
            pool, WorkerId.InProcess(instance.Id, provider, slot), grains, contexts, previews, streams, durations, lease, terms.Of(provider).Price?.PerJob, time, options.Value, logger);
    }
}
