using Baton.Client.Workers;
using Baton.Providers;
using Xunit;

namespace Baton.Tests.Providers;

/// <summary>What operators can measure of providers.</summary>
public sealed class ProviderMetricsTests
{
    private const int FailuresMax = 3;

    [Fact]
    public async Task Claims_ThatSucceedAndFail_AreCountedAndTimedByProvider_AsIsThePauseTheyLeadTo()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        using var measured = new Measured(host.Services, ProviderMetrics.Name);

        await caller.Submitted(Calls.Echo(), "");
        (await host.Jobs.Next()).Succeed();
        await measured.Until("baton.claims.duration", 1);
        for (var i = 0; i < FailuresMax; i++)
        {
            await caller.Submitted(Calls.Echo(), "");
            (await host.Jobs.Next()).Fail(JobFailure.Transient, "It is out of memory.");
        }

        await measured.Until("baton.provider.pauses", 1);
        measured.Observe();

        Assert.Equal(1 + FailuresMax, measured["baton.claims.ended"].Count);
        Assert.All(measured["baton.claims.ended"], claim => Assert.Equal("held", claim.Tag));
        Assert.Equal("held", Assert.Single(measured["baton.claims.duration"]).Tag);
        Assert.Equal("held", Assert.Single(measured["baton.provider.pauses"]).Tag);
        Assert.Equal(1, Assert.Single(measured["baton.provider.paused"], gauge => (string?)gauge.Tag == "held").Value);
    }
}
