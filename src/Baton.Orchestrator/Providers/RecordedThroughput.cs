using System.Collections.Concurrent;

namespace Baton.Providers;

/// <summary>How much each provider does in a second of each step type, as measured in this process on the jobs that succeeded lately.</summary>
internal sealed class RecordedThroughput
{
    private readonly ConcurrentDictionary<(ProviderId Provider, string Type), Throughput> _measured = new();

    public void Add(ProviderId provider, string type, double complexity, TimeSpan took)
    {
        var throughput = _measured.GetOrAdd((provider, type), _ => new Throughput());
        lock (throughput)
        {
            throughput.Add(complexity, took);
        }
    }

    /// <summary>Complexity per second; null until a job has succeeded.</summary>
    public double? PerSecond(ProviderId provider, string type)
    {
        if (!_measured.TryGetValue((provider, type), out var throughput))
        {
            return null;
        }

        lock (throughput)
        {
            return throughput.PerSecond;
        }
    }
}
