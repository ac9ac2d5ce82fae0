using Microsoft.Extensions.Options;

namespace Baton.Storage;

/// <summary>Removes what is past its time, so that the disk does not fill with what has ended (invariant Bounded).</summary>
internal sealed partial class RetentionSweeper(
    IWorkflowStore store,
    TimeProvider time,
    IOptions<RetentionOptions> options,
    ILogger<RetentionSweeper> logger) : BackgroundService
{
    /// <summary>Small, since other writes wait while a batch is removed.</summary>
    private const int BatchMax = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            try
            {
                await Sweep(stoppingToken);
            }
            catch (StoreUnavailableException unavailable)
            {
                LogStoreUnavailable(logger, unavailable);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Removes all that is past its time now; returns how many workflows went.</summary>
    internal async Task<int> Sweep(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var total = 0;
        int gone;
        do
        {
            gone = await store.Forget(now - options.Value.Workflows, now - options.Value.IdempotencyKeys, BatchMax, cancellationToken);
            total += gone;
        }
        while (gone == BatchMax);

        return total;
    }
}
