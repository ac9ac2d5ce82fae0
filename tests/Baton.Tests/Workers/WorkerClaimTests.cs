using System.Net;
using Baton.Workers;
using Baton.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Baton.Tests.Workers;

/// <summary>How claims are won, held and lost.</summary>
public sealed class WorkerClaimTests
{
    /// <summary>Leases that end soon, and not before a busy machine has made a few calls.</summary>
    private static readonly KeyValuePair<string, string?>[] Brief = [new("Workers:LeaseDuration", "00:00:04"), new("WakeUps:Interval", "00:00:00.100")];

    [Fact]
    public async Task Wait_ForMoreThanASlot_GetsAJobWhenOneComesFree()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, slots: 1);
        await caller.Submitted(Calls.Echo("first"), query: "");
        await caller.Submitted(Calls.Echo("second"), query: "");
        var first = await worker.ClaimOne();

        var waiting = worker.Claim(count: 10, wait: 60);
        await worker.Complete(first);
        var second = Assert.Single(await waiting);

        Assert.NotEqual(first.JobId, second.JobId);
    }

    [Fact]
    public async Task Waits_AtTheSameTime_GetNoMoreThanTheSlots()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, slots: 2);
        var waiting = Enumerable.Range(0, 4).Select(_ => worker.Claim(wait: 60)).ToList();

        foreach (var number in Enumerable.Range(0, 4))
        {
            await caller.Submitted(Calls.Echo($"job {number}"), query: "");
        }

        var first = await Task.WhenAny(waiting);
        waiting.Remove(first);
        var next = await Task.WhenAny(waiting);
        waiting.Remove(next);
        Assert.Equal(0, worker.CountFree(host));
        Assert.All(waiting, wait => Assert.False(wait.IsCompleted));
        await worker.Complete(Assert.Single(await first));
        await worker.Complete(Assert.Single(await next));
        Assert.Equal(2, (await Task.WhenAll(waiting)).Sum(claims => claims.Count));
    }

    [Fact]
    public async Task Job_WhoseClaimsAnswerWasLost_CostsNoSlotOnceItsLeaseIsOver()
    {
        await using var host = await HeldHost.Run(slots: 0, Brief);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, slots: 1);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var lost = await worker.ClaimOne();

        // The worker never heard of it and asks again.
        var again = Assert.Single(await worker.Claim(wait: 60));

        Assert.Equal(id, again.WorkflowId);
        Assert.Equal(lost.Epoch + 1, again.Epoch);
    }

    [Theory]
    [InlineData("?wait=60", 200)]
    [InlineData("?wait=61", 200)]
    [InlineData("?wait=-1", 400)]
    [InlineData("?wait=x", 400)]
    [InlineData("?count=0", 400)]
    [InlineData("?count=1001", 400)]
    public async Task Claim_WithTheseParameters_IsAnswered(string query, int status)
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        await caller.Submitted(Calls.Echo(), query: "");

        var answer = await worker.Http.Send("POST", $"{HandWorker.Root}/{worker.Id}/claims{query}");

        Assert.Equal(status, (int)answer.Status);
    }

    /// <summary>Noticed within 10 seconds of the last sign of life, and looked at within half a second of that: so it runs elsewhere within one second more.</summary>
    [Fact]
    public async Task Defaults_OfAServer_HaveADeadWorkersJobRunElsewhereWithinElevenSeconds()
    {
        await using var host = await HeldHost.Run(slots: 0, []);

        var lease = host.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.LeaseDuration;
        var round = host.Services.GetRequiredService<IOptions<WakeUpOptions>>().Value.Interval;

        Assert.True(lease <= TimeSpan.FromSeconds(10));
        Assert.True(round <= TimeSpan.FromSeconds(0.5));
    }

    [Theory]
    [InlineData("preparing")]
    [InlineData("scheduled")]
    [InlineData("processing")]
    public async Task Heartbeat_WithAStage_ShowsItToTheCaller(string stage)
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();

        await worker.Heartbeat(job, $""", "status": "{stage}" """);

        var workflow = await caller.Workflow(id);
        Assert.Equal(stage, workflow.GetProperty("status").GetString());
        Assert.Equal(stage, workflow.GetProperty("steps")[0].GetProperty("jobs")[0].GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(""", "progress": 1.5 """, "claims[0].progress")]
    [InlineData(""", "status": "succeeded" """, "claims[0].status")]
    public async Task Heartbeat_ThatIsWrong_IsRefusedByItsPath(string more, string path)
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();

        (await worker.Heartbeat(job, more)).IsProblem(400, "validation").Names(path);
    }

    [Theory]
    [InlineData("transient")]
    [InlineData("rejected")]
    [InlineData("blocked")]
    [InlineData("invalid")]
    public async Task Failure_Repeated_GetsTheFirstAnswerAgainAndCountsOnce(string kind)
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        await HandWorker.Register(host, "another");
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();

        var first = await worker.Fail(job, kind, "In words.");
        var between = await Attempts();
        var second = await worker.Fail(job, kind, "In words.");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.Status, second.Status));
        Assert.Equal(between, await Attempts());

        async Task<string> Attempts() =>
            (await caller.Send("GET", $"/v2/consumer/workflows/{id}/explain")).Json.GetProperty("steps")[0].GetProperty("jobs")[0].GetProperty("attempts").GetRawText();
    }

    [Fact]
    public async Task HandBack_Repeated_GetsTheFirstAnswerAgainUntilSomebodyElseHasTheJob()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();

        Assert.Equal(HttpStatusCode.NoContent, (await worker.HandBack(job)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await worker.HandBack(job)).Status);
        await worker.ClaimOne();
        (await worker.HandBack(job)).IsProblem(409, "claim-lost");
    }

    [Fact]
    public async Task EveryReport_UnderAnOlderEpoch_IsRefusedAndChangesNothing()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var other = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var stale = await worker.ClaimOne();
        await worker.HandBack(stale);
        var held = await other.ClaimOne();
        var before = await caller.Workflow(id);

        (await worker.Complete(stale)).IsProblem(409, "claim-lost");
        (await worker.Fail(stale, "blocked", "No.")).IsProblem(409, "claim-lost");
        (await worker.HandBack(stale)).IsProblem(409, "claim-lost");
        (await worker.Http.Send("POST", $"{HandWorker.Root}/{worker.Id}/claims/{stale.JobId}/uploads?epoch={stale.Epoch}")).IsProblem(409, "claim-lost");
        var verdict = (await worker.Heartbeat(stale, """, "progress": 0.9, "status": "preparing" """)).Json.GetProperty("claims")[0];

        Assert.False(verdict.GetProperty("held").GetBoolean());
        Assert.Equal(before.GetRawText(), (await caller.Workflow(id)).GetRawText());
        Assert.Equal(HttpStatusCode.NoContent, (await other.Complete(held)).Status);
    }
}
