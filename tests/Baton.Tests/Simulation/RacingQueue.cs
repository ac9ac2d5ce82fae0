using Baton.Offers;

namespace Baton.Tests.Simulation;

/// <summary>Hosts a provider's queue: all that it needs is a timer.</summary>
internal sealed class RacingQueue : IProviderQueueHost
{
    private readonly SimulatedTime _time;
    private ITimer? _timer;

    public RacingQueue(ProviderQueue queue, SimulatedTime time, Func<double> jitter)
    {
        _time = time;
        Actor = new ProviderQueueActor(queue, time, jitter, this);
    }

    public ProviderQueueActor Actor { get; }

    /// <summary>False: what it was to look at again is forgotten, which would be a bug.</summary>
    public bool Rings { get; init; } = true;

    public void Changed()
    {
    }

    public void RingAfter(TimeSpan wait)
    {
        _timer?.Dispose();
        _timer = Rings ? _time.CreateTimer(_ => Actor.Ring(), null, wait, Timeout.InfiniteTimeSpan) : null;
    }
}
