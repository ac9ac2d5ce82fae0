using Baton.Jobs;

namespace Baton.Tests.Simulation;

/// <summary>A service outside that sells results: it can be asked by our own name for a request, and sells no job's result twice without breaking an invariant.</summary>
internal sealed class SimulatedShop
{
    private readonly Dictionary<string, string> _sold = [];
    private readonly HashSet<JobId> _jobs = [];

    /// <summary>What the shop calls the request of this key, made now unless it arrived earlier.</summary>
    public string FindOrBuy(JobId job, string key)
    {
        if (!_sold.TryGetValue(key, out var remoteId))
        {
            remoteId = _sold[key] = $"sold-{_sold.Count}";
            if (!_jobs.Add(job))
            {
                throw new BrokenInvariantException("Durable: a request that was written down was made and paid for twice.");
            }
        }

        return remoteId;
    }
}
