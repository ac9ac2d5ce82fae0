using System.Net;
using Baton.Accounts;
using Baton.Tests.Workers;
using Baton.Tiers;
using Baton.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Baton.Tests.Tiers;

/// <summary>What a tier allows, and the answer to those who ask for more.</summary>
public sealed class TierTests
{
    private const string Recipe = "/v2/consumer/recipes/echo";

    [Fact]
    public async Task Requests_BeyondTheBurst_Are429WithAPauseAndHeaders()
    {
        await using var host = await Limited(("RequestsPerSecond", "1"), ("Burst", "2"));
        using var caller = await host.Caller("ann");

        var first = await caller.Send("GET", Calls.Workflows);
        await caller.Send("GET", Calls.Workflows);
        var third = await caller.Send("GET", Calls.Workflows);

        Assert.Equal("\"small\";q=2;w=2", first.Headers["RateLimit-Policy"]);
        Assert.StartsWith("\"small\";r=1;t=", first.Headers["RateLimit"], StringComparison.Ordinal);
        third.IsProblem(429, "too-many-requests");
        Assert.InRange(int.Parse(third.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 2);
        Assert.StartsWith("\"small\";r=0", third.Headers["RateLimit"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_OfOneAccount_TakeNothingFromAnother()
    {
        await using var host = await Limited(("RequestsPerSecond", "1"), ("Burst", "1"));
        using var ann = await host.Caller("ann");
        using var bob = await host.Caller("bob");
        await ann.Send("GET", Calls.Workflows);

        (await ann.Send("GET", Calls.Workflows)).IsProblem(429, "too-many-requests");
        Assert.Equal(HttpStatusCode.OK, (await bob.Send("GET", Calls.Workflows)).Status);
    }

    [Fact]
    public async Task Workflows_BeyondTheLimit_Are429UntilOneHasEnded()
    {
        await using var host = await Limited(("ConcurrentWorkflows", "1"));
        using var caller = await host.Caller("ann");
        await caller.Submitted(Calls.Echo(), query: "");
        var job = await host.Jobs.Next();

        (await caller.Send("POST", Calls.Workflows, Calls.Echo())).IsProblem(429, "too-many-workflows");
        (await caller.Send("POST", Recipe, """{ "message": "x" }""")).IsProblem(429, "too-many-workflows");
        job.Succeed();
        Assert.Equal(200, (int)(await caller.Send("GET", $"{Calls.Workflows}/{job.Context.WorkflowId}?wait=60")).Status);

        await caller.Submitted(Calls.Echo(), query: "");
        Assert.Equal(1, Used(await caller.Send("GET", "/v2/consumer/account")));
    }

    [Fact]
    public async Task Workflows_UnderWayBeforeARestart_StillCount()
    {
        var before = await Limited(("ConcurrentWorkflows", "2"));
        using var caller = await before.Caller("ann");
        await HandWorker.Register(before);
        await caller.Submitted(Calls.Echo(), query: "");
        await before.Jobs.Next();

        await using var after = await before.Restart(Settings(("ConcurrentWorkflows", "2")));

        Assert.Equal(1, Used(await caller.Send("GET", "/v2/consumer/account")));
    }

    [Fact]
    public async Task Workflows_BeyondTheLimit_SayWhenToTryAgain()
    {
        await using var host = await Limited(("ConcurrentWorkflows", "1"));
        using var caller = await host.Caller("ann");
        await caller.Submitted(Calls.Echo(), query: "");

        Assert.Equal("5", (await caller.Send("POST", Calls.Workflows, Calls.Echo())).Headers["Retry-After"]);
    }

    [Fact]
    public async Task QueuedJobs_BeyondTheLimit_Are429UntilOneHasStarted()
    {
        await using var host = await Limited(("QueuedJobs", "1"));
        using var caller = await host.Caller("ann");
        await caller.Submitted(Calls.Echo(), query: "");
        var running = await host.Jobs.Next();
        await caller.Submitted(Calls.Echo(), query: "");
        Assert.Equal(1, Queued(await caller.Send("GET", "/v2/consumer/account")));

        var refused = (await caller.Send("POST", Calls.Workflows, Calls.Echo())).IsProblem(429, "too-many-queued-jobs");
        Assert.Equal("5", refused.Headers["Retry-After"]);

        running.Succeed();
        await host.Jobs.Next();
        await caller.Submitted(Calls.Echo(), query: "");
    }

    [Fact]
    public async Task QueuedJobs_OfBeforeARestart_StillCountOnceTheirWorkflowIsLoaded()
    {
        var before = await Limited(("QueuedJobs", "2"));
        using var caller = await before.Caller("ann");
        await HandWorker.Register(before);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        await before.Jobs.Next();
        var second = await caller.Submitted(Calls.Echo(), query: "");

        await using var after = await before.Restart(Settings(("QueuedJobs", "2")));
        await after.Services.GetRequiredService<IGrainFactory>().GetGrain<IWorkflowGrain>(id).Wake();
        await after.Services.GetRequiredService<IGrainFactory>().GetGrain<IWorkflowGrain>(second).Wake();

        Assert.Equal(2, Queued(await caller.Send("GET", "/v2/consumer/account")));
    }

    [Fact]
    public async Task Workflows_CountedWrong_AreCountedAgainFromTheStore()
    {
        await using var host = await Limited(("ConcurrentWorkflows", "9"));
        using var caller = await host.Caller("ann");
        await caller.Submitted(Calls.Echo(), query: "");
        var usage = host.Services.GetRequiredService<AccountUsage>();
        usage.End(new AccountId("ann"));
        Assert.Equal(0, Used(await caller.Send("GET", "/v2/consumer/account")));

        await usage.Recount(BatonHost.Stop);

        Assert.Equal(1, Used(await caller.Send("GET", "/v2/consumer/account")));
    }

    [Fact]
    public async Task Probes_OfHealth_AreNotCounted()
    {
        await using var host = await HeldHost.Run(slots: 1, [new("Tiers:Definitions:standard:Burst", "1"), new("Tiers:Definitions:standard:RequestsPerSecond", "1")]);
        using var caller = await host.Caller("ann");
        caller.DefaultRequestHeaders.Authorization = null;

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await caller.Send("GET", "/health/live")).Status);
        }

        (await caller.Send("GET", Calls.Workflows)).IsProblem(401, "unauthorized");
        var second = await caller.Send("GET", Calls.Workflows);
        second.IsProblem(429, "too-many-requests");
    }

    [Theory]
    [InlineData(1, 1, 1.0)]
    [InlineData(15, 1, 1.0 / 15)]
    [InlineData(99, 9, 9.0 / 99)]
    [InlineData(20_000, 2000, 0.1)]
    public void Bucket_OfATier_FillsAsFastAsItsRate(int perSecond, int tokens, double seconds)
    {
        var bucket = RequestRates.BucketOf(new Tier { RequestsPerSecond = perSecond, Burst = 5 });

        Assert.Equal(tokens, bucket.TokensPerPeriod);
        Assert.Equal(seconds, bucket.ReplenishmentPeriod.TotalSeconds, 6);
    }

    [Fact]
    public async Task Submit_RefusedForAnotherReason_LeavesTheCountAlone()
    {
        await using var host = await Limited(("ConcurrentWorkflows", "2"));
        using var caller = await host.Caller("ann");
        var body = Calls.Echo(more: """, "externalId": "once" """);
        await caller.Submitted(body, query: "");
        await caller.Submitted(body, query: "");
        await caller.Send("POST", Calls.Workflows, "{}");

        Assert.Equal(1, Used(await caller.Send("GET", "/v2/consumer/account")));
    }

    [Fact]
    public async Task Recipe_NotIncluded_Is403NamingIt()
    {
        await using var host = await Limited(("Recipes:0", "mediaHash"));
        using var caller = await host.Caller("ann");

        var submit = await caller.Send("POST", Calls.Workflows, Calls.Echo());
        submit.IsProblem(403, "recipe-not-enabled");
        Assert.StartsWith("steps[0].$type: ", submit.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("echo", submit.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        (await caller.Send("POST", Calls.Workflows + "?whatif=true", Calls.Echo())).IsProblem(403, "recipe-not-enabled");
        (await caller.Send("POST", Recipe, """{ "message": "x" }""")).IsProblem(403, "recipe-not-enabled");
    }

    [Fact]
    public async Task Recipe_NotIncluded_IsFoundInATemplateToo()
    {
        await using var host = await Limited(("Recipes:0", "repeat"), ("Recipes:1", "mediaHash"));
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows, """
            { "arguments": { "list": ["a"] },
              "steps": [{ "$type": "repeat", "input": { "for": { "$ref": "$arguments", "path": "list", "as": "x" },
                                                        "template": { "$type": "echo", "input": { "message": { "$ref": "x" } } } } }] }
            """);

        answer.IsProblem(403, "recipe-not-enabled");
        Assert.StartsWith("steps[0].input.template.$type: ", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MatureContent_AllowedLater_Is403()
    {
        await using var host = await Limited(("MatureContent", "false"));
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), query: "");

        (await caller.Send("PUT", $"{Calls.Workflows}/{id}", """{ "allowMatureContent": true }""")).IsProblem(403, "mature-content-not-permitted");
        (await caller.Send("PATCH", $"{Calls.Workflows}/{id}", """[{ "op": "add", "path": "/allowMatureContent", "value": true }]""", "application/json-patch+json"))
            .IsProblem(403, "mature-content-not-permitted");
        Assert.Equal(204, (int)(await caller.Send("PUT", $"{Calls.Workflows}/{id}", """{ "allowMatureContent": false }""")).Status);
    }

    [Fact]
    public async Task Priority_RaisedLaterAboveTheCeiling_IsTheCeiling()
    {
        await using var host = await Limited(("Priority", "Normal"));
        using var caller = await host.Caller("ann");
        await caller.Submitted(Calls.Echo(), query: "");
        await host.Jobs.Next();
        var id = await caller.Submitted("""{ "steps": [{ "$type": "echo", "priority": "low", "input": { "message": "x" } }] }""", query: "");

        await caller.Send("PUT", $"{Calls.Workflows}/{id}/steps/0", """{ "priority": "high" }""");

        Assert.Equal("normal", (await caller.Workflow(id)).GetProperty("steps")[0].GetProperty("priority").GetString());
    }

    [Fact]
    public async Task MatureContent_NotPermitted_Is403()
    {
        await using var host = await Limited(("MatureContent", "false"));
        using var caller = await host.Caller("ann");

        (await caller.Send("POST", Calls.Workflows, Calls.Echo(more: """, "allowMatureContent": true"""))).IsProblem(403, "mature-content-not-permitted");
        await caller.Submitted(Calls.Echo(more: """, "allowMatureContent": false"""), query: "");
    }

    [Fact]
    public async Task Priority_AboveTheCeiling_IsLoweredWithAWarning()
    {
        await using var host = await Limited(("Priority", "Normal"));
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows, """{ "steps": [{ "$type": "echo", "priority": "high", "input": { "message": "x" } }] }""");

        Assert.Equal("normal", answer.Json.GetProperty("steps")[0].GetProperty("priority").GetString());
        Assert.Contains("steps[0].priority", answer.Json.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_BeyondTheTiersSize_Is413()
    {
        await using var host = await Limited(("BodyBytes", "2000"));
        using var caller = await host.Caller("ann");

        (await caller.Send("POST", Calls.Workflows, Calls.Echo(new string('x', 3000)))).IsProblem(413, "body-too-large");
        await caller.Submitted(Calls.Echo(), query: "");
    }

    [Fact]
    public async Task Account_Asked_ShowsItsLimitsAndUse()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");

        var account = (await caller.Send("GET", "/v2/consumer/account")).Json;

        Assert.Equal(("ann", "standard"), (account.GetProperty("account").GetString(), account.GetProperty("tier").GetString()));
        Assert.Equal(20_000, account.GetProperty("requests").GetProperty("perSecond").GetInt32());
        Assert.False(account.TryGetProperty("recipes", out _));
    }

    [Theory]
    [InlineData("Tiers:Accounts:ann", "none")]
    [InlineData("Tiers:Definitions:small:Recipes:0", "nonsense")]
    [InlineData("Tiers:Definitions:small:Burst", "0")]
    public async Task Configuration_ThatNamesWhatDoesNotExist_StopsTheStart(string key, string value)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => HeldHost.Run(slots: 1, [new(key, value)]));

        Assert.Contains(key.Split(':')[2], refused.Message, StringComparison.Ordinal);
    }

    private static Task<HeldHost> Limited(params (string Name, string Value)[] limits) => HeldHost.Run(slots: 1, Settings(limits));

    /// <summary>Ann has the tier; everybody else is standard.</summary>
    private static KeyValuePair<string, string?>[] Settings(params (string Name, string Value)[] limits) =>
        [new("Tiers:Accounts:ann", "small"), .. limits.Select(limit => KeyValuePair.Create($"Tiers:Definitions:small:{limit.Name}", (string?)limit.Value))];

    private static int Queued(Answer account) => account.Json.GetProperty("queuedJobs").GetProperty("used").GetInt32();

    private static int Used(Answer account) => account.Json.GetProperty("concurrentWorkflows").GetProperty("used").GetInt32();
}
