using System.Diagnostics.Metrics;

namespace Baton.Hedging;

/// <summary>What the meter <c>Baton.Hedging</c> measures.</summary>
internal sealed class HedgingMetrics
{
    public const string Name = "Baton.Hedging";

    private readonly Counter<long> _started;
    private readonly Counter<long> _won;
    private readonly Counter<long> _wasted;

    public HedgingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _started = meter.CreateCounter<long>("baton.hedges.started", "{claim}", "Second claims of jobs that took too long.");
        _won = meter.CreateCounter<long>("baton.hedges.won", "{claim}", "Second claims whose result was the first.");
        _wasted = meter.CreateCounter<long>("baton.hedges.wasted", "{claim}", "Second claims that came to nothing.");
    }

    public void Started(string type) => _started.Add(1, Tag(type));

    public void Won(string type) => _won.Add(1, Tag(type));

    public void Wasted(string type) => _wasted.Add(1, Tag(type));

    private static KeyValuePair<string, object?> Tag(string type) => new("baton.step.type", type);
}
