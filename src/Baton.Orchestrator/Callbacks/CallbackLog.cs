using System.Collections.Concurrent;
using Baton.Accounts;
using Baton.Contracts.Callbacks;

namespace Baton.Callbacks;

/// <summary>The last attempts at each endpoint, in memory: what has happened since the server started. What is still to happen stands in the workflows.</summary>
internal sealed class CallbackLog
{
    private const int AttemptsMax = 50;
    private const int EndpointsMax = 2_000;

    private readonly ConcurrentDictionary<(AccountId Account, string Url), Entry> _entries = new();

    /// <param name="url">Without its query.</param>
    public void Add(AccountId account, string url, CallbackAttempt attempt)
    {
        if (_entries.Count >= EndpointsMax && !_entries.ContainsKey((account, url)))
        {
            ForgetOldest();
        }

        _entries.GetOrAdd((account, url), _ => new Entry()).Add(attempt);
    }

    /// <summary>The account's endpoints, the one that was called last first.</summary>
    public CallbackEndpointList Of(AccountId account) => new(
    [
        .. _entries.Where(entry => entry.Key.Account == account)
            .OrderByDescending(entry => entry.Value.LastAt)
            .Select(entry => entry.Value.Show(entry.Key.Url)),
    ]);

    private void ForgetOldest()
    {
        foreach (var entry in _entries.OrderBy(entry => entry.Value.LastAt).Take(EndpointsMax / 10))
        {
            _entries.TryRemove(entry);
        }
    }

    private sealed class Entry
    {
        private readonly Lock _lock = new();
        private readonly Queue<CallbackAttempt> _attempts = new();
        private long _delivered;
        private long _failed;

        public DateTimeOffset LastAt { get; private set; }

        public void Add(CallbackAttempt attempt)
        {
            lock (_lock)
            {
                _attempts.Enqueue(attempt);
                if (_attempts.Count > AttemptsMax)
                {
                    _attempts.Dequeue();
                }

                _delivered += attempt.Error is null ? 1 : 0;
                _failed += attempt.Error is null ? 0 : 1;
                LastAt = attempt.At;
            }
        }

        public CallbackEndpointLog Show(string url)
        {
            lock (_lock)
            {
                return new CallbackEndpointLog { Url = url, Delivered = _delivered, Failed = _failed, Attempts = [.. _attempts.Reverse()] };
            }
        }
    }
}
