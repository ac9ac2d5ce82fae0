using System.Net;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>A service of one's own that is preferred to a paid one, as operators configure them.</summary>
public sealed class PreferredServiceTests
{
    private const string Chat = """{ "model": "m-1", "messages": [{ "role": "user", "content": "rings fine" }] }""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Job_WithTheOwnServiceThereOrAway_IsDoneByThatOrByThePaidOneAtOnce(bool isThere)
    {
        await using var own = new OpenAiServer();
        await using var paid = new OpenAiServer();
        await own.Start();
        await paid.Start();
        var ownUrl = isThere ? new Uri(own.Url, "v1") : new Uri("http://127.0.0.1:1/v1"); // Nobody listens there.
        await using var host = await AdapterHost.Run(
        [
            .. AdapterHost.Provider("desk", "OpenAi", ownUrl, ("Preference", "1")),
            .. AdapterHost.Provider("paid", "OpenAi", new Uri(paid.Url, "v1"), ("SpillAfter", "1.00:00:00"), ("PricePerJob", "0.01")),
        ]);
        using var caller = await host.Caller();

        var answer = await caller.Send("POST", "/v2/consumer/recipes/chatCompletion", Chat);
        var job = (await caller.Send("GET", $"{Calls.Workflows}/{answer.Headers["X-Workflow-Id"]}/explain")).Json.GetProperty("steps")[0].GetProperty("jobs")[0];

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.StartsWith(isThere ? "Done by desk" : "Done by paid", job.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal(isThere ? 0 : 0.01, job.TryGetProperty("costDollars", out var cost) ? cost.GetDouble() : 0);
        Assert.Equal((isThere, !isThere), (own.Received.Any(request => request.Path.EndsWith("completions", StringComparison.Ordinal)), paid.Received.Any(request => request.Path.EndsWith("completions", StringComparison.Ordinal))));
    }
}
