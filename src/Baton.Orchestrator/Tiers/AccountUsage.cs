using System.Collections.Concurrent;
using Baton.Accounts;
using Baton.Storage;
using Baton.Workflows;

namespace Baton.Tiers;

/// <summary>
/// How many workflows of each account have not ended, and how many of its jobs wait for a worker. The store is asked for the workflows at start; from then on every
/// submit and every end is counted here, so that a limit costs no query. Jobs are counted as their workflows are loaded, which at start all unfinished ones are.
/// </summary>
internal sealed partial class AccountUsage(IWorkflowStore store, TimeProvider time, ILogger<AccountUsage> logger) : BackgroundService
{
    /// <summary>A count that went wrong, by a save whose outcome nobody learnt, is wrong for this long at most once the account is quiet.</summary>
    private static readonly TimeSpan RecountInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<AccountId, Counts> _accounts = new();
    private readonly ConcurrentDictionary<WorkflowId, int> _queued = new();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Recount(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public int Unfinished(AccountId account) => _accounts.TryGetValue(account, out var counts) ? Volatile.Read(ref counts.Unfinished) : 0;

    public int Queued(AccountId account) => _accounts.TryGetValue(account, out var counts) ? Volatile.Read(ref counts.Queued) : 0;

    /// <summary>Counts one more workflow; false when the account has as many as it may. <see cref="EndSubmit"/> must follow.</summary>
    public bool TryBeginSubmit(AccountId account, int max)
    {
        var counts = Of(account);
        lock (counts)
        {
            if (counts.Unfinished >= max)
            {
                return false;
            }

            counts.Unfinished++;
            counts.Submitting++;
            counts.Changes++;
            return true;
        }
    }

    /// <summary>What did not become a workflow is taken off again.</summary>
    public void EndSubmit(AccountId account, bool accepted)
    {
        var counts = Of(account);
        lock (counts)
        {
            counts.Submitting--;
            counts.Changes++;
            counts.Unfinished -= accepted ? 0 : 1;
        }
    }

    /// <summary>A workflow has ended.</summary>
    public void End(AccountId account)
    {
        var counts = Of(account);
        lock (counts)
        {
            counts.Unfinished = Math.Max(0, counts.Unfinished - 1);
            counts.Changes++;
        }
    }

    /// <summary>So many jobs of the workflow wait for a worker now. Said by workflow, so that one loaded twice is not counted twice.</summary>
    public void SetQueued(AccountId account, WorkflowId workflow, int jobs)
    {
        var before = _queued.GetValueOrDefault(workflow);
        if (jobs > 0)
        {
            _queued[workflow] = jobs;
        }
        else
        {
            _queued.TryRemove(workflow, out _);
        }

        Interlocked.Add(ref Of(account).Queued, jobs - before);
    }

    /// <summary>Sets each account's workflows to what the store says. An account that changed meanwhile is left for the next time.</summary>
    internal async Task Recount(CancellationToken cancellationToken)
    {
        var before = _accounts.ToDictionary(entry => entry.Key, entry => Volatile.Read(ref entry.Value.Changes));
        var stored = (await store.CountUnfinished(cancellationToken)).ToDictionary(entry => entry.Account, entry => entry.Count);
        foreach (var account in before.Keys.Union(stored.Keys))
        {
            var counts = Of(account);
            lock (counts)
            {
                if (counts.Submitting == 0 && counts.Changes == before.GetValueOrDefault(account))
                {
                    counts.Unfinished = stored.GetValueOrDefault(account);
                }
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RecountInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Recount(stoppingToken);
            }
            catch (StoreUnavailableException unavailable)
            {
                LogNotCounted(logger, unavailable);
            }
        }
    }

    private Counts Of(AccountId account) => _accounts.GetOrAdd(account, static _ => new Counts());

    [LoggerMessage(Level = LogLevel.Warning, Message = "Workflows under way could not be counted again; the counts stay as they are.")]
    private static partial void LogNotCounted(ILogger logger, Exception exception);

    private sealed class Counts
    {
        public int Unfinished;
        public int Queued;

        /// <summary>Submits under way: counted already and perhaps not yet in the store.</summary>
        public int Submitting;

        public long Changes;
    }
}
