using System.Diagnostics.Metrics;
using Baton.Contracts.Callbacks;

namespace Baton.Callbacks;

/// <summary>What the meter <c>Baton.Callbacks</c> measures. Endpoints are no tags: there is no end to them.</summary>
internal sealed class CallbackMetrics
{
    public const string Name = "Baton.Callbacks";

    private readonly Counter<long> _delivered;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _postponed;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _lag;

    public CallbackMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _delivered = meter.CreateCounter<long>("baton.callbacks.delivered", "{event}", "Events that an endpoint has taken.");
        _failed = meter.CreateCounter<long>("baton.callbacks.failed", "{attempt}", "Attempts that failed, by what the endpoint answered.");
        _postponed = meter.CreateCounter<long>("baton.callbacks.postponed", "{attempt}", "Attempts that were not made, because too much waits for the endpoint.");
        _duration = meter.CreateHistogram<double>("baton.callbacks.duration", "s", "How long attempts take.");
        _lag = meter.CreateHistogram<double>("baton.callbacks.lag", "s", "From what an event tells of until its endpoint has it.");
    }

    public void Add(CallbackAttempt attempt)
    {
        _duration.Record(attempt.DurationMilliseconds / 1000.0);
        if (attempt.Error is null)
        {
            _delivered.Add(1);
            _lag.Record(attempt.LagMilliseconds / 1000.0);
        }
        else
        {
            _failed.Add(1, new KeyValuePair<string, object?>("http.response.status_code", attempt.StatusCode));
        }
    }

    public void Postponed() => _postponed.Add(1);
}
