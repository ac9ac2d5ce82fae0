using Baton.Accounts;

namespace Baton.Callbacks;

/// <summary>
/// How many deliveries go on at the same time: so many to one endpoint, so many to one host. Whoever waits stands in the line of its own endpoint, and the
/// endpoints of a host take turns, so a slow endpoint fills its own line and nobody else's.
/// </summary>
internal sealed class DeliverySlots(CallbackOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private int _waiting;

    /// <summary>Ends when it is this delivery's turn; false, and at once, when too many wait already. After true, call <see cref="Leave"/>.</summary>
    public Task<bool> Enter(AccountId account, Uri url)
    {
        lock (_lock)
        {
            var host = HostOf(url);
            var endpoint = host.EndpointOf(account, url);
            if (endpoint.Running < options.PerEndpointMax && host.Running < options.PerHostMax)
            {
                endpoint.Running++;
                host.Running++;
                return Task.FromResult(true);
            }

            if (endpoint.Waiting.Count >= options.WaitingPerEndpointMax || _waiting >= options.WaitingMax)
            {
                return Task.FromResult(false);
            }

            _waiting++;
            var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            endpoint.Waiting.Enqueue(turn);
            host.Queue(endpoint, options.PerEndpointMax);
            return turn.Task;
        }
    }

    public void Leave(AccountId account, Uri url)
    {
        lock (_lock)
        {
            var host = HostOf(url);
            var endpoint = host.EndpointOf(account, url);
            endpoint.Running--;
            host.Running--;
            host.Queue(endpoint, options.PerEndpointMax);
            while (host.Running < options.PerHostMax && host.Turns.TryDequeue(out var next))
            {
                Begin(host, next);
            }

            host.Forget(endpoint);
            if (host.IsEmpty)
            {
                _hosts.Remove(url.Authority);
            }
        }
    }

    private void Begin(Host host, Endpoint next)
    {
        next.HasTurn = false;
        next.Running++;
        host.Running++;
        _waiting--;
        next.Waiting.Dequeue().SetResult(true);
        host.Queue(next, options.PerEndpointMax);
    }

    private Host HostOf(Uri url)
    {
        if (!_hosts.TryGetValue(url.Authority, out var host))
        {
            _hosts.Add(url.Authority, host = new Host());
        }

        return host;
    }

    private sealed class Host
    {
        private readonly Dictionary<(AccountId, string), Endpoint> _endpoints = [];

        public int Running { get; set; }

        /// <summary>Endpoints with somebody in line and room for one more.</summary>
        public Queue<Endpoint> Turns { get; } = new();

        public bool IsEmpty => _endpoints.Count == 0;

        public Endpoint EndpointOf(AccountId account, Uri url)
        {
            var key = (account, url.AbsolutePath);
            if (!_endpoints.TryGetValue(key, out var endpoint))
            {
                _endpoints.Add(key, endpoint = new Endpoint(account, url.AbsolutePath));
            }

            return endpoint;
        }

        public void Queue(Endpoint endpoint, int runningMax)
        {
            if (!endpoint.HasTurn && endpoint.Waiting.Count > 0 && endpoint.Running < runningMax)
            {
                endpoint.HasTurn = true;
                Turns.Enqueue(endpoint);
            }
        }

        public void Forget(Endpoint endpoint)
        {
            if (endpoint.Running == 0 && endpoint.Waiting.Count == 0)
            {
                _endpoints.Remove((endpoint.Account, endpoint.Path));
            }
        }
    }

    private sealed class Endpoint(AccountId account, string path)
    {
        public AccountId Account => account;

        public string Path => path;

        public int Running { get; set; }

        public bool HasTurn { get; set; }

        public Queue<TaskCompletionSource<bool>> Waiting { get; } = new();
    }
}
