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

    [Fact]
    public async Task Jobs_AfterTheFirstThatFoundTheServiceDead_WaitForItInsteadOfTrying()
    {
        await using var server = new OpenAiServer();
        await server.Start();
        await using var host = await AdapterHost.Run(AdapterHost.Provider("desk", "OpenAi", new Uri(server.Url, "v1"), ("Slots", "8"), ("ReachTimeout", "00:00:03")));
        using var caller = await host.Caller();
        await caller.Submitted(AdapterInputs.Workflow("chat", "rings fine"), "?wait=60");
        server.FallSilent();
        await Task.Delay(HealthGate.FreshFor, TimeProvider.System, BatonHost.Stop); // Until its last answer says nothing of it any more.

        var first = await caller.Submitted(AdapterInputs.Workflow("chat", "rings fine"), "");
        while (await Attempts(caller, first) == 0)
        {
            await caller.Send("GET", $"{Calls.Workflows}/{first}?wait=1&until=change");
        }

        var others = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => caller.Submitted(AdapterInputs.Workflow("chat", "rings fine"), "")));
        var meanwhile = await Task.WhenAll(others.Select(id => caller.Send("GET", $"{Calls.Workflows}/{id}?wait=1&until=change")));
        server.Speak();
        var ended = await Task.WhenAll(others.Append(first).Select(id => caller.Send("GET", $"{Calls.Workflows}/{id}?wait=90")));

        Assert.All(meanwhile, answer => Assert.Equal("unassigned", answer.Json.GetProperty("status").GetString()));
        Assert.All(ended, answer => Assert.Equal("succeeded", answer.Json.GetProperty("status").GetString()));
        Assert.Equal(2, await Attempts(caller, first));
        Assert.All(await Task.WhenAll(others.Select(id => Attempts(caller, id))), attempts => Assert.Equal(1, attempts));
    }

    private static async Task<int> Attempts(HttpClient caller, string id)
    {
        var explained = await caller.Send("GET", $"{Calls.Workflows}/{id}/explain");
        return explained.Json.GetProperty("steps")[0].GetProperty("jobs")[0].TryGetProperty("attempts", out var attempts) ? attempts.EnumerateArray().Count(attempt => attempt.TryGetProperty("endedAt", out _)) : 0;
    }
}
