using System.Collections.Concurrent;
using Baton.Accounts;
using Baton.Workflows;
using Microsoft.Extensions.Options;

namespace Baton.Live;

/// <summary>
/// Brings what has become durable to those of this process who listen, by workflow or by account. Telling costs two lookups while nobody listens; a listener costs
/// an entry, no thread and no timer.
/// </summary>
internal sealed class LiveUpdates(IOptions<LiveOptions> options)
{
    /// <summary>Heartbeats are spread over this many ticks, so that ten thousand streams are not written to in one moment.</summary>
    public const int BeatSlots = 60;

    private readonly Topics<WorkflowId> _workflows = new();
    private readonly Topics<AccountId> _accounts = new();
    private readonly ConcurrentDictionary<LiveSubscription, int> _slots = new();
    private int _opened;

    /// <summary>What happens to one workflow from now on.</summary>
    public LiveSubscription OfWorkflow(WorkflowId id) => Open(_workflows, id);

    /// <summary>What happens to an account's workflows from now on.</summary>
    public LiveSubscription OfAccount(AccountId account) => Open(_accounts, account);

    public void Tell(LiveChange change)
    {
        if (_slots.IsEmpty)
        {
            return;
        }

        _workflows.Tell(change.After.Id, change);
        _accounts.Tell(change.After.Account, change);
    }

    /// <summary>Lets those of this slot know that time has passed.</summary>
    public void Beat(int slot)
    {
        foreach (var (subscription, own) in _slots)
        {
            if (own == slot)
            {
                subscription.Beat();
            }
        }
    }

    private LiveSubscription Open<TKey>(Topics<TKey> topics, TKey key)
        where TKey : notnull
    {
        var subscription = new LiveSubscription(options.Value.PendingMax, closed =>
        {
            _slots.TryRemove(closed, out _);
            topics.Remove(key, closed);
        });
        _slots[subscription] = (int)((uint)Interlocked.Increment(ref _opened) % BeatSlots);
        topics.Add(key, subscription);
        return subscription;
    }

    /// <summary>Listeners by what they listen to. A topic that nobody listens to any more is gone.</summary>
    private sealed class Topics<TKey>
        where TKey : notnull
    {
        private readonly ConcurrentDictionary<TKey, HashSet<LiveSubscription>> _topics = new();

        public void Tell(TKey key, LiveChange change)
        {
            if (!_topics.TryGetValue(key, out var listeners))
            {
                return;
            }

            lock (listeners)
            {
                foreach (var listener in listeners)
                {
                    listener.Tell(change);
                }
            }
        }

        public void Add(TKey key, LiveSubscription listener)
        {
            while (true)
            {
                var listeners = _topics.GetOrAdd(key, static _ => []);
                lock (listeners)
                {
                    // One that was emptied and taken away in this moment is heard by nobody.
                    if (_topics.TryGetValue(key, out var current) && ReferenceEquals(current, listeners))
                    {
                        listeners.Add(listener);
                        return;
                    }
                }
            }
        }

        public void Remove(TKey key, LiveSubscription listener)
        {
            if (!_topics.TryGetValue(key, out var listeners))
            {
                return;
            }

            lock (listeners)
            {
                if (listeners.Remove(listener) && listeners.Count == 0)
                {
                    _topics.TryRemove(key, out _);
                }
            }
        }
    }
}
