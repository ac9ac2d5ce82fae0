using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Baton.Claims;
using Baton.Jobs;

namespace Baton.Providers;

/// <summary>What the meter <c>Baton.Providers</c> measures, by provider. Workers are no tags: each start of one has a new id.</summary>
internal sealed class ProviderMetrics
{
    public const string Name = "Baton.Providers";

    private const string ProviderTag = "baton.provider";

    private readonly ConcurrentDictionary<ProviderId, ProviderGauges> _gauges = new();
    private readonly Counter<long> _claims;
    private readonly Counter<long> _pauses;
    private readonly Histogram<double> _duration;

    public ProviderMetrics(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(Name);
        _claims = meter.CreateCounter<long>("baton.claims.ended", "{claim}", "Claims that ended, by what came of them.");
        _duration = meter.CreateHistogram<double>("baton.claims.duration", "s", "From the claim of a job to its success.");
        _pauses = meter.CreateCounter<long>("baton.provider.pauses", "{pause}", "How often a provider or one of its workers was paused because it kept failing.");
        meter.CreateObservableGauge("baton.provider.jobs.waiting", () => Each(gauges => gauges.Waiting), "{job}", "Jobs that are offered to a provider.");
        meter.CreateObservableGauge("baton.provider.workers.waiting", () => Each(gauges => gauges.WorkersWaiting), "{worker}", "Workers that wait for a job.");
        meter.CreateObservableGauge("baton.provider.paused", () => Each(gauges => gauges.PausedUntil > time.GetUtcNow() ? 1 : 0), "{provider}", "1 while a provider is paused because it kept failing.");
    }

    /// <summary>Where the queue of this provider writes what is measured.</summary>
    public ProviderGauges GaugesOf(ProviderId provider) => _gauges.GetOrAdd(provider, _ => new ProviderGauges());

    public void Count(ProviderId provider, ClaimResult result)
    {
        _claims.Add(1, new(ProviderTag, provider.Value), new("baton.outcome", result.Outcome.ToWire()));
        if (result is { Outcome: AttemptOutcome.Succeeded, Took: { } took })
        {
            _duration.Record(took.TotalSeconds, new(ProviderTag, provider.Value), new("baton.step.type", result.Type));
        }
    }

    public void CountPause(ProviderId provider, bool isWorker) => _pauses.Add(1, new(ProviderTag, provider.Value), new("baton.paused", isWorker ? "worker" : "provider"));

    private IEnumerable<Measurement<int>> Each(Func<ProviderGauges, int> read) =>
        _gauges.Select(entry => new Measurement<int>(read(entry.Value), new KeyValuePair<string, object?>(ProviderTag, entry.Key.Value)));
}
