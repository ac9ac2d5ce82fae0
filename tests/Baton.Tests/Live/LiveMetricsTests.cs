using System.Net;
using Baton.Live;
using Xunit;

namespace Baton.Tests.Live;

/// <summary>What operators can measure of live streams.</summary>
public sealed class LiveMetricsTests
{
    [Fact]
    public async Task Streams_ThatOpenCloseAndAreRefused_AreCountedWithWhatTheyTell()
    {
        await using var host = await HeldHost.Run(slots: 1, [new("Tiers:Definitions:standard:LiveStreams", "1")]);
        using var caller = await host.Caller("ann");
        using var measured = new Measured(host.Services, LiveMetrics.Name);
        var id = await caller.Submitted(Calls.Echo(), "");
        var job = await host.Jobs.Next();

        await using var reader = await LiveReader.Open(caller, $"{Calls.Workflows}/{id}/events?type=workflow:*");
        await reader.Next();
        using var refused = await LiveReader.Ask(caller, $"{Calls.Workflows}/{id}/events");
        job.Succeed();
        await reader.ToEnd();
        await measured.Until("baton.live.streams", 2);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal([1, -1], measured["baton.live.streams"].Select(change => change.Value));
        Assert.Equal(1, Assert.Single(measured["baton.live.refused"]).Value);
        Assert.Equal(2, measured["baton.live.events"].Sum(told => told.Value));
        Assert.Empty(measured["baton.live.overrun"]);
    }
}
