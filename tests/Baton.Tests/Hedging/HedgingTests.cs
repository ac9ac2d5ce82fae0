using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using Baton.Hedging;
using Baton.Tests.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Baton.Tests.Hedging;

/// <summary>A job that takes too long is given to a second worker, over HTTP: what both hear, and what the caller sees.</summary>
public sealed class HedgingTests
{
    private static readonly KeyValuePair<string, string?>[] Allowed =
        [new("Hedging:Enabled", "true"), new("Hedging:BudgetPercent", "100"), new("Hedging:SamplesMin", "1"), new("Hedging:DelayMin", "00:00:00.010")];

    [Fact]
    public async Task Job_ThatTakesTooLong_IsWonByTheSecondProviderAndTheFirstIsToldSo()
    {
        await using var host = await HeldHost.Run(slots: 0, Allowed);
        using var counted = new Counted(host.Services.GetRequiredService<IMeterFactory>());
        using var caller = await host.Caller("ann");
        var first = await HandWorker.Register(host, "first");
        var second = await HandWorker.Register(host, "second");
        await DoOne(caller, first);

        var id = await caller.Submitted(Calls.Echo("again"), query: "");
        var slow = await first.ClaimOne();
        var quick = await second.ClaimOne();
        var both = Job(await caller.Send("GET", $"{Calls.Workflows}/{id}/explain"));
        var won = await second.Complete(quick);
        var heartbeat = await first.Heartbeat(slow);
        var late = await first.Complete(slow);
        var repeated = await second.Complete(quick);
        var done = Job(await caller.Send("GET", $"{Calls.Workflows}/{id}/explain"));

        Assert.Equal((slow.JobId, 1, 2), (quick.JobId, slow.Epoch, quick.Epoch));
        Assert.Equal(["running", "running"], Outcomes(both));
        Assert.Contains("so second has it too", both.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (won.Status, repeated.Status));
        Assert.False(heartbeat.Json.GetProperty("claims")[0].GetProperty("held").GetBoolean());
        Assert.Contains("Another worker was quicker", heartbeat.Json.GetProperty("claims")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Conflict, "claim-lost"), (late.Status, late.Json.GetProperty("code").GetString()));
        Assert.Contains("Another worker was quicker", late.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("succeeded", (await caller.Workflow(id)).GetProperty("status").GetString());
        Assert.Equal(["overtaken", "succeeded"], Outcomes(done));
        Assert.StartsWith("Done by second", done.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Contains("first had it too and was not as quick", done.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), (counted["baton.hedges.started"], counted["baton.hedges.won"], counted["baton.hedges.wasted"]));
    }

    [Fact]
    public async Task Job_ThatTakesTooLong_IsGivenToAnotherWorkerWhereThereIsNoOtherProvider()
    {
        await using var host = await HeldHost.Run(slots: 2, [.. Allowed, new("InProcessWorkers:ProgressInterval", "00:00:00.050")]);
        using var caller = await host.Caller("ann");
        var submitting = caller.Submitted(Calls.Echo("first"));
        (await host.Jobs.Next()).Succeed();
        await submitting;

        submitting = caller.Submitted(Calls.Echo("again"));
        var slow = await host.Jobs.Next();
        var quick = await host.Jobs.Next();
        quick.Succeed();
        var id = await submitting;
        await slow.Stopped.Task.WaitAsync(BatonHost.Stop);

        Assert.Equal(slow.Context.JobId, quick.Context.JobId);
        Assert.Equal(["overtaken", "succeeded"], Outcomes(Job(await caller.Send("GET", $"{Calls.Workflows}/{id}/explain"))));
    }

    [Fact]
    public async Task Job_ThatTakesTooLong_StaysWithItsWorkerWhenNobodyAllowedAnother()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        using var caller = await host.Caller("ann");
        var first = await HandWorker.Register(host, "first");
        var second = await HandWorker.Register(host, "second");
        await DoOne(caller, first);

        await caller.Submitted(Calls.Echo("again"), query: "");
        await first.ClaimOne();

        Assert.Empty(await second.Claim(wait: 1));
    }

    [Theory]
    [InlineData("nothing", "there is no step type 'nothing'")]
    public async Task Settings_ThatNameAnUnknownStepType_StopTheStart(string type, string words)
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => HeldHost.Run(slots: 0, [new("Hedging:StepTypes:0", type)]));

        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    /// <summary>So it is known how long such jobs take there.</summary>
    private static async Task DoOne(HttpClient caller, HandWorker worker)
    {
        await caller.Submitted(Calls.Echo(), query: "");
        await worker.Complete(await worker.ClaimOne());
    }

    private static JsonElement Job(Answer explained) => explained.Json.GetProperty("steps")[0].GetProperty("jobs")[0];

    private static IEnumerable<string?> Outcomes(JsonElement job) => job.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("outcome").GetString());

    /// <summary>What one server counts.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, long> _sums = new();

        public Counted(IMeterFactory ofServer)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == HedgingMetrics.Name && instrument.Meter.Scope == ofServer)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
            _listener.Start();
        }

        public long this[string instrument] => _sums.GetValueOrDefault(instrument);

        public void Dispose() => _listener.Dispose();
    }
}
