using System.Collections.Concurrent;
using Baton.Accounts;
using Baton.Storage;

namespace Baton.Tiers;

/// <summary>
/// How many workflows of each account have not ended. The store is asked once, at start; from then on every submit and every end is counted here, so that a
/// limit costs no query.
/// </summary>
internal sealed class AccountUsage(IWorkflowStore store) : IHostedService
{
    private readonly ConcurrentDictionary<AccountId, int> _unfinished = new();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (account, count) in await store.CountUnfinished(cancellationToken))
        {
            _unfinished[account] = count;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public int Unfinished(AccountId account) => _unfinished.GetValueOrDefault(account);

    /// <summary>Counts one more; false when the account has as many as it may.</summary>
    public bool TryBegin(AccountId account, int max)
    {
        if (_unfinished.AddOrUpdate(account, 1, static (_, count) => count + 1) <= max)
        {
            return true;
        }

        End(account);
        return false;
    }

    public void End(AccountId account)
    {
        // Whoever has none left leaves nothing here.
        if (_unfinished.AddOrUpdate(account, 0, static (_, count) => Math.Max(0, count - 1)) == 0)
        {
            _unfinished.TryRemove(KeyValuePair.Create(account, 0));
        }
    }
}
