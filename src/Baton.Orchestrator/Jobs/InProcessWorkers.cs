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
    ILogger<InProcessWorker> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var slots =
            from pool in directory.Pools
            where pool.Tool.Present
            let provider = new ProviderId(pool.Pool.Name)
            from slot in Enumerable.Range(0, pool.Pool.Slots)
            select new InProcessWorker(pool.Pool, WorkerId.InProcess(instance.Id, provider, slot), grains, contexts, previews, streams, durations, terms.Of(provider).Price?.PerJob, time, options.Value, logger);
        return Task.WhenAll(slots.Select(worker => Task.Run(() => worker.Run(stoppingToken), CancellationToken.None)));
    }
}
