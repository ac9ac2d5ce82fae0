using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Tests;

/// <summary>Everything that one server's meter tells, each value with its first tag.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(double Value, object? Tag)>> _values = new();
    private readonly SemaphoreSlim _news = new(0);

    public Measured(IServiceProvider server, string meter)
    {
        var meters = server.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meter && instrument.Meter.Scope == meters)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public ConcurrentQueue<(double Value, object? Tag)> this[string instrument] => _values.GetValueOrDefault(instrument, []);

    /// <summary>Takes in what is only measured when it is asked for.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public async Task Until(string instrument, int count)
    {
        while (this[instrument].Count < count)
        {
            await _news.WaitAsync(BatonHost.Stop);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _news.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _values.GetOrAdd(instrument.Name, _ => []).Enqueue((value, tags.Length > 0 ? tags[0].Value : null));
        _news.Release();
    }
}
