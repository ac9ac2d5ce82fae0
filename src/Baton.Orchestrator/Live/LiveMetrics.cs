using System.Diagnostics.Metrics;

namespace Baton.Live;

/// <summary>What the meter <c>Baton.Live</c> measures.</summary>
internal sealed class LiveMetrics
{
    public const string Name = "Baton.Live";

    private readonly UpDownCounter<int> _streams;
    private readonly Counter<long> _events;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _overrun;

    public LiveMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _streams = meter.CreateUpDownCounter<int>("baton.live.streams", "{stream}", "Live streams that are open.");
        _events = meter.CreateCounter<long>("baton.live.events", "{event}", "Events written to live streams.");
        _refused = meter.CreateCounter<long>("baton.live.refused", "{stream}", "Live streams that were refused, because the account has as many as its tier allows.");
        _overrun = meter.CreateCounter<long>("baton.live.overrun", "{stream}", "Live streams that were ended, because their readers were too slow.");
    }

    public void Opened() => _streams.Add(1);

    public void Closed() => _streams.Add(-1);

    public void Told(int events) => _events.Add(events);

    public void Refused() => _refused.Add(1);

    public void Overrun() => _overrun.Add(1);
}
