using Baton.Claims;
using Baton.Jobs;
using Baton.Providers;

namespace Baton.Offers;

/// <summary>What a provider has done lately, and how quickly.</summary>
internal sealed class RecentWork
{
    private readonly Dictionary<string, Throughput> _throughputs = new(StringComparer.Ordinal);
    private readonly Throughput _jobs = new();
    private readonly RecentCounts _counts = new();

    /// <summary>How long a job takes, whatever its type; null until one has succeeded.</summary>
    public TimeSpan? UsualDuration => _jobs.PerSecond is { } perSecond ? TimeSpan.FromSeconds(1 / perSecond) : null;

    /// <summary>Claims that succeeded and failed in the last minute.</summary>
    public (int Succeeded, int Failed) CountsOf(DateTimeOffset now) => _counts.Of(now);

    /// <summary>Complexity per second on jobs of this type; null until one has succeeded.</summary>
    public double? ThroughputOf(string type) => _throughputs.GetValueOrDefault(type)?.PerSecond;

    /// <summary>Counts the end of a claim of this worker, as far as it says whether they work, and measures what succeeded.</summary>
    public void Add(ClaimResult result, WorkerRecord worker, DateTimeOffset now)
    {
        if (result.Outcome is AttemptOutcome.Succeeded or AttemptOutcome.Transient or AttemptOutcome.Lost)
        {
            var succeeded = result.Outcome == AttemptOutcome.Succeeded;
            _counts.Add(succeeded, now);
            worker.Counts.Add(succeeded, now);
        }

        if (result is { Outcome: AttemptOutcome.Succeeded, Took: { } took })
        {
            Measure(result, took, worker);
        }
    }

    private void Measure(ClaimResult result, TimeSpan took, WorkerRecord worker)
    {
        if (!_throughputs.TryGetValue(result.Type, out var throughput))
        {
            _throughputs.Add(result.Type, throughput = new Throughput());
        }

        if (throughput.PerSecond is { } usual && took > TimeSpan.Zero)
        {
            worker.Measure(result.Complexity / took.TotalSeconds / usual);
        }

        throughput.Add(result.Complexity, took);
        _jobs.Add(complexity: 1, took);
    }
}
