using System.Net;
using System.Text.Json;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>A service of one's own that is preferred to a paid one, as operators configure them.</summary>
public sealed class PreferredServiceTests
{
    private const string Chat = """{ "model": "m-1", "messages": [{ "role": "user", "content": "rings fine" }] }""";

    [Fact]
    public async Task Job_WithTheOwnServiceThere_IsDoneByThat()
    {
        await using var own = new OpenAiServer();
        await own.Start();

        var (job, paid) = await Done(new Uri(own.Url, "v1"), reachTimeout: "00:01:00");

        Assert.StartsWith("Done by desk", job.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.False(job.TryGetProperty("costDollars", out _));
        Assert.Equal((1, 0), (own.Received.Count(IsWork), paid.Received.Count(IsWork)));
    }

    [Theory]
    [InlineData("http", true)]
    [InlineData("http", false)]
    [InlineData("https", false)]
    public async Task Job_WithTheOwnServiceDead_IsDoneByThePaidOneAndNothingWasSentToTheOwn(string scheme, bool isRefusing)
    {
        await using var dead = new SilentServer();

        var (job, _) = await Done(isRefusing ? new Uri("http://127.0.0.1:1/v1") : new Uri(dead.Url(scheme), "v1")); // Nobody listens at port 1.

        Assert.StartsWith("Done by paid", job.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal(0.01, job.GetProperty("costDollars").GetDouble());
        Assert.DoesNotContain(dead.Received, sent => sent.Contains("POST", StringComparison.Ordinal));
    }

    /// <summary>A job of a server that prefers its own service, and would wait a day for it.</summary>
    private static async Task<(JsonElement Job, OpenAiServer Paid)> Done(Uri ownUrl, string reachTimeout = "00:00:01")
    {
        await using var paid = new OpenAiServer();
        await paid.Start();
        await using var host = await AdapterHost.Run(
        [
            .. AdapterHost.Provider("desk", "OpenAi", ownUrl, ("Preference", "1"), ("ReachTimeout", reachTimeout)),
            .. AdapterHost.Provider("paid", "OpenAi", new Uri(paid.Url, "v1"), ("SpillAfter", "1.00:00:00"), ("PricePerJob", "0.01")),
        ]);
        using var caller = await host.Caller();

        var answer = await caller.Send("POST", "/v2/consumer/recipes/chatCompletion", Chat);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        var explained = await caller.Send("GET", $"{Calls.Workflows}/{answer.Headers["X-Workflow-Id"]}/explain");
        return (explained.Json.GetProperty("steps")[0].GetProperty("jobs")[0], paid);
    }

    private static bool IsWork((string Path, string Body) request) => request.Path.EndsWith("completions", StringComparison.Ordinal);
}
