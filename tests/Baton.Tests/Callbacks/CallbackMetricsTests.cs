using Baton.Callbacks;
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
        using var measured = new Measured(host.Services, CallbackMetrics.Name);

        var call = caller.Submitted($$"""{ "steps": [{ "$type": "echo", "input": { "message": "hi" } }], "callbacks": [{ "url": "{{receiver.Url}}", "type": ["workflow:succeeded"] }] }""");
        (await host.Jobs.Next()).Succeed();
        await call;
        await receiver.Await(2);
        await measured.Until("baton.callbacks.lag", 1);

        Assert.Equal(503, Assert.Single(measured["baton.callbacks.failed"]).Tag);
        Assert.Equal(1, Assert.Single(measured["baton.callbacks.delivered"]).Value);
        Assert.Equal(2, measured["baton.callbacks.duration"].Count);
        Assert.InRange(Assert.Single(measured["baton.callbacks.lag"]).Value, 0.075, 600);
    }
}
