using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Baton.Callbacks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Callbacks;

/// <summary>What operators can measure of deliveries.</summary>
public sealed class CallbackMetricsTests
{
    [Fact]
    public async Task Deliveries_ThatFailAndThatArrive_AreCountedAndTimed()
    {
        var tries = 0;
        await using var receiver = await CallbackReceiver.Run((_, context) =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref tries) == 1 ? 503 : 204;
            return Task.CompletedTask;
        });
        await using var host = await HeldHost.Run(slots: 1, [new("Outbound:AllowLoopback", "true"), new("Callbacks:PauseFirst", "00:00:00.1"), new("WakeUps:Interval", "00:00:00.1")]);
        using var caller = await host.Caller("ann");
        using var measured = new Measured(host.Services.GetRequiredService<IMeterFactory>());

        var call = caller.Submitted($$"""{ "steps": [{ "$type": "echo", "input": { "message": "hi" } }], "callbacks": [{ "url": "{{receiver.Url}}", "type": ["workflow:succeeded"] }] }""");
        (await host.Jobs.Next()).Succeed();
        await call;
        await receiver.Await(2);
        await measured.Until("baton.callbacks.lag", 1);

        Assert.Equal(503, Assert.Single(measured["baton.callbacks.failed"]).StatusCode);
        Assert.Equal(1, Assert.Single(measured["baton.callbacks.delivered"]).Value);
        Assert.Equal(2, measured["baton.callbacks.duration"].Count);
        Assert.InRange(Assert.Single(measured["baton.callbacks.lag"]).Value, 0.075, 600);
    }

    /// <summary>Everything that one server's meter tells.</summary>
    private sealed class Measured : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, ConcurrentQueue<(double Value, object? StatusCode)>> _values = new();
        private readonly SemaphoreSlim _news = new(0);

        public Measured(IMeterFactory ofServer)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == CallbackMetrics.Name && instrument.Meter.Scope == ofServer)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            _listener.Start();
        }

        public ConcurrentQueue<(double Value, object? StatusCode)> this[string instrument] => _values.GetValueOrDefault(instrument, []);

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
}
