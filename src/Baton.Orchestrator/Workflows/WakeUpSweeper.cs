using System.Collections.Concurrent;
using Baton.Storage;
using Microsoft.Extensions.Options;

namespace Baton.Workflows;

/// <summary>
/// Wakes workflows instead of a timer for each thing that may fall due. At the start it wakes every unfinished one, which is
/// all that recovery after a crash takes; then those that are overdue, and those whose last save went wrong.
/// </summary>
internal sealed partial class WakeUpSweeper(
    IWorkflowStore store,
    IGrainFactory grains,
    TimeProvider time,
    IOptions<WakeUpOptions> options,
    ILogger<WakeUpSweeper> logger) : BackgroundService
{
    private const int PageSize = 1000;

    private readonly ConcurrentDictionary<WorkflowId, byte> _soon = new();
    private int _allSoon = 1;

    /// <summary>Has a workflow woken at the next round, overdue or not.</summary>
    public void WakeSoon(WorkflowId id) => _soon.TryAdd(id, 0);

    /// <summary>Has every unfinished workflow woken at the next round, because who can run what has changed.</summary>
    public void WakeAllSoon() => Volatile.Write(ref _allSoon, 1);

    /// <summary>Apart from each other: with a million workflows to be woken, a lease that runs out meanwhile must not wait for all of them.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Rounds(WakeAllIfAsked, stoppingToken), Rounds(WakeOverdue, stoppingToken));

    private async Task Rounds(Func<CancellationToken, Task> round, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            await Attempt(round, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>The store may be away for a while; the next round asks again.</summary>
    private async Task Attempt(Func<CancellationToken, Task> round, CancellationToken cancellationToken)
    {
        try
        {
            await round(cancellationToken);
        }
        catch (StoreUnavailableException unavailable)
        {
            LogStoreUnavailable(logger, unavailable);
        }
    }

    private async Task WakeAllIfAsked(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _allSoon, 0) == 0)
        {
            return;
        }

        try
        {
            await WakeAll(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            WakeAllSoon();
            throw;
        }
    }

    private async Task WakeAll(CancellationToken cancellationToken)
    {
        var total = 0;
        WorkflowId? last = null;
        IReadOnlyList<WorkflowId> page;
        do
        {
            page = await store.Unfinished(last, PageSize, cancellationToken);
            await Wake(page, cancellationToken);
            total += page.Count;
            last = page.Count > 0 ? page[^1] : last;
        }
        while (page.Count == PageSize);

        if (total > 0)
        {
            LogRecovered(logger, total);
        }
    }

    private async Task WakeOverdue(CancellationToken cancellationToken)
    {
        var soon = _soon.Keys.ToList();
        soon.ForEach(id => _soon.TryRemove(id, out _));
        await Wake(soon, cancellationToken);
        await Wake(await store.Overdue(time.GetUtcNow(), PageSize, cancellationToken), cancellationToken);
    }

    private Task Wake(IReadOnlyList<WorkflowId> ids, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.ConcurrencyMax, CancellationToken = cancellationToken },
            async (id, _) => await WakeOne(id));

    /// <summary>One workflow that cannot be woken now does not keep the others asleep; it stays overdue.</summary>
    private async ValueTask WakeOne(WorkflowId id)
    {
        try
        {
            await grains.GetGrain<IWorkflowGrain>(id.Value).Wake();
        }
        catch (Exception e) when (e is StoreUnavailableException or OrleansException or TimeoutException)
        {
            _soon.TryAdd(id, 0);
            LogNotWoken(logger, id, e);
        }
    }
}
