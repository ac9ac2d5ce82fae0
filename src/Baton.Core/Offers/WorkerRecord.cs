using Baton.Providers;

namespace Baton.Offers;

/// <summary>What a provider's queue knows of one of its workers.</summary>
internal sealed class WorkerRecord
{
    /// <summary>How much a new measurement counts.</summary>
    private const double Weight = 0.2;

    private double _speed = 1;

    public Breaker Breaker { get; set; } = Breaker.Closed;

    /// <summary>Where it waits for a job; more than once when it asks for several.</summary>
    public List<WaitingWorker> Waiting { get; } = [];

    /// <summary>Its claims of the last minute.</summary>
    public RecentCounts Counts { get; } = new();

    public DateTimeOffset SeenAt { get; set; }

    /// <summary>How quick it is beside the provider's others, in steps of a half more; 0 is as quick as they are. Coarse, so that chance does not always favour the same one.</summary>
    public int Speed => (int)Math.Round(Math.Log(_speed, 1.5));

    /// <param name="share">Its throughput on one job over that of the provider on the like.</param>
    public void Measure(double share) => _speed = (_speed * (1 - Weight)) + (Math.Clamp(share, 0.05, 20) * Weight);
}
