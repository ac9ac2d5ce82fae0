using Baton.Client.Workers;
using Baton.Providers.Adapters;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>A service that takes connections and says nothing, over http, or that over https cannot even be connected to: whoever gives it work must learn so soon.</summary>
public sealed class DeadServiceTests
{
    public static TheoryData<string, string> Cases =>
        [.. from adapter in AdapterInputs.Adapters from scheme in (string[])["http", "https"] select new TheoryDataRow<string, string>(adapter, scheme)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Job_AtADeadService_GoesElsewhereAndNothingOfItWasSent(string adapter, string scheme)
    {
        await using var server = new SilentServer();
        using var job = AdapterJob.At(adapter, server.Url(scheme), ("ReachTimeout", "00:00:00.200"));

        var failure = await Assert.ThrowsAsync<JobFailedException>(() => job.RunPrompt(adapter, "rings"));

        Assert.Equal(JobFailure.Transient, failure.Kind);
        Assert.EndsWith("cannot be reached.", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.RetryAfter); // So it counts as no failure.
        Assert.Equal(0, job.Begun);
        Assert.DoesNotContain(server.Received, sent => sent.Contains("POST", StringComparison.Ordinal) || sent.Contains("rings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_ThatFoundNoConnectionInTime_WasNotMade()
    {
        await using var server = new SilentServer();
        using var service = new RemoteService(
            "far", new ProviderSettings { Kind = ProviderKind.Fal, Url = server.Url("https"), ReachTimeout = TimeSpan.FromMilliseconds(200) }, "", TimeProvider.System, NullLogger.Instance);

        var fault = await Assert.ThrowsAsync<ServiceFault>(() => service.Ask(HttpMethod.Post, "app", null, TimeSpan.FromMinutes(1), BatonHost.Stop));

        Assert.Equal((RequestFate.NotMade, JobFailure.Transient), (fault.Fate, fault.Kind));
        Assert.False(service.Health.IsOpen);
    }
}
