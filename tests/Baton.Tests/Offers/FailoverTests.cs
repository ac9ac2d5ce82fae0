using System.Text.Json;
using Baton.Accounts;
using Baton.Providers;
using Baton.Tests.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Baton.Tests.Offers;

/// <summary>Providers race for real jobs over real HTTP and fail, refuse and hang: the caller sees nothing of it until none is left.</summary>
public sealed class FailoverTests(ITestOutputHelper output)
{
    /// <summary>Leases that end soon, and not before a busy machine has made a few calls.</summary>
    private static readonly KeyValuePair<string, string?>[] Brief = [new("Workers:LeaseDuration", "00:00:04"), new("WakeUps:Interval", "00:00:00.100")];

    /// <summary>No heartbeats are sent here.</summary>
    private static readonly KeyValuePair<string, string?>[] Patient = [new("Workers:LeaseDuration", "00:10:00"), new("WakeUps:Interval", "00:00:00.100")];

    [Fact]
    public async Task Job_WhosePrimaryFails_IsTheNextOnesAtOnceAndTheCallerSeesNoFailure()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient);
        using var caller = await host.Caller("ann");
        var primary = await HandWorker.Register(host, "primary");
        var call = caller.Send("POST", Calls.Workflows + "?wait=90", Calls.Echo());
        var job = await primary.ClaimOne();
        var next = await HandWorker.Register(host, "next");
        var waiting = next.ClaimOne();

        await primary.Fail(job, "transient", "upstream refused");
        var taken = await waiting;
        await next.Complete(taken);

        var answer = (await call).Json;
        Assert.Equal((job.JobId, 2), (taken.JobId, taken.Epoch));
        Assert.Equal("succeeded", answer.GetProperty("status").GetString());
        Assert.False(answer.GetProperty("steps")[0].GetProperty("jobs")[0].TryGetProperty("reason", out _));
    }

    [Fact]
    public async Task Job_ThatEveryProviderMustTry_FailsOnlyAfterTheLast()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient);
        using var caller = await host.Caller("ann");
        HandWorker[] all = [await HandWorker.Register(host, "a"), await HandWorker.Register(host, "b"), await HandWorker.Register(host, "c")];
        var id = await caller.Submitted(Calls.Echo(), query: "");
        foreach (var worker in all)
        {
            Assert.False(IsTerminal(await caller.Workflow(id)));
            await worker.Fail(await worker.ClaimOne(), "rejected", "not with these inputs");
        }

        var job = (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=90")).Json.GetProperty("steps")[0].GetProperty("jobs")[0];
        Assert.Equal(("failed", "no_provider_available"), (job.GetProperty("status").GetString(), job.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Job_OfAWorkerThatHangs_IsDoneByAnother()
    {
        await using var host = await HeldHost.Run(slots: 0, Brief);
        using var caller = await host.Caller("ann");
        var hanging = await HandWorker.Register(host, "hanging");
        var id = await caller.Submitted(Calls.Echo(), query: "");
        await hanging.ClaimOne();
        var healthy = await HandWorker.Register(host, "healthy");

        await healthy.Complete(await healthy.ClaimOne());

        Assert.Equal("succeeded", (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=90")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Job_WhoseProvidersAreBusy_WaitsAndSaysWhereItStands()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, slots: 1);
        await caller.Submitted(Calls.Echo("first"), query: "");
        var first = await worker.ClaimOne();
        await caller.Submitted(Calls.Echo("second"), query: "");
        var id = await caller.Submitted(Calls.Echo("third"), query: "");

        var before = Position(await caller.Workflow(id));
        await worker.Complete(first);
        await worker.Complete(await worker.ClaimOne());
        var after = Position(await caller.Workflow(id));

        Assert.Equal(("available", 1), (before.GetProperty("support").GetString(), before.GetProperty("precedingJobs").GetInt32()));
        Assert.False(before.TryGetProperty("startAt", out _));
        Assert.Equal(0, after.GetProperty("precedingJobs").GetInt32());
        Assert.True(after.GetProperty("startAt").GetDateTimeOffset() < after.GetProperty("completeAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Provider_ThatFailsJobAfterJob_IsLeftAloneWhileItsJobsWait()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient, Pauses(new PauseSchedule { First = TimeSpan.FromMinutes(10), Max = TimeSpan.FromMinutes(10) }));
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, slots: 5);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await caller.Submitted(Calls.Echo($"job {i}"), query: ""));
        }

        for (var i = 0; i < 3; i++)
        {
            await worker.Fail(await worker.ClaimOne(), "transient", "upstream refused");
        }

        Assert.Empty(await worker.Claim(wait: 0));
        foreach (var id in ids)
        {
            Assert.Equal("unassigned", (await caller.Workflow(id)).GetProperty("status").GetString());
        }

        var untouched = (await caller.Send("GET", $"{Calls.Workflows}/{ids[4]}/explain")).Json.GetProperty("steps")[0].GetProperty("jobs")[0];
        var why = untouched.GetProperty("providers")[0].GetProperty("why").GetString()!;
        Assert.Matches("^paused until [-0-9]+ [:0-9]+Z after 3 failures in a row", why);
        Assert.DoesNotContain("upstream", why, StringComparison.Ordinal);
        Assert.Equal("unavailable", Position(await caller.Workflow(ids[4])).GetProperty("support").GetString());
    }

    [Fact]
    public async Task Primary_ThatIsDead_IsLeftAloneAfterThreeAttemptsAndOperatorsReadWhy()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient, Pauses(new PauseSchedule { First = TimeSpan.FromMinutes(10), Max = TimeSpan.FromMinutes(10) }));
        using var caller = await host.Caller("ann");
        using var operators = await host.With("olga", TokenRole.Operator);
        var (primary, second) = (await HandWorker.Register(host, "primary", slots: 10), await HandWorker.Register(host, "second", slots: 10));
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var call = caller.Send("POST", Calls.Workflows + "?wait=90", Calls.Echo($"job {attempt}"));
            await primary.Fail(await primary.ClaimOne(), "transient", "503 Service Unavailable");
            await second.Complete(await second.ClaimOne());
            Assert.Equal("succeeded", (await call).Json.GetProperty("status").GetString());
        }

        var id = await caller.Submitted(Calls.Echo("the next"), query: "");
        var seen = (await operators.Send("GET", "/v2/operator/providers/primary")).Json;
        Assert.Empty(await primary.Claim(wait: 0));
        await second.Complete(await second.ClaimOne());

        Assert.Equal("succeeded", (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=90")).Json.GetProperty("status").GetString());
        Assert.Equal(("failing", "It failed 3 times in a row and is left alone for a while."), (seen.GetProperty("state").GetString(), seen.GetProperty("why").GetString()));
        var pause = seen.GetProperty("pause");
        Assert.Equal((3, "503 Service Unavailable", 3), (pause.GetProperty("failures").GetInt32(), pause.GetProperty("reason").GetString(), seen.GetProperty("lastMinute").GetProperty("failed").GetInt32()));
    }

    [Fact]
    public async Task Jobs_OfAProviderThatPauses_AreTheOtherProvidersMeanwhile()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient, Pauses(new PauseSchedule { First = TimeSpan.FromMinutes(10), Max = TimeSpan.FromMinutes(10) }));
        using var caller = await host.Caller("ann");
        var dead = await HandWorker.Register(host, "dead", slots: 10);
        var ids = await Submit(caller, 6);
        for (var i = 0; i < 3; i++)
        {
            await dead.Fail(await dead.ClaimOne(), "transient", "upstream refused");
        }

        var alive = await HandWorker.Register(host, "alive", slots: 10);
        while (ids.Count > 0)
        {
            foreach (var job in await alive.Claim(count: 10))
            {
                await alive.Complete(job);
                ids.Remove(job.WorkflowId);
            }
        }

        Assert.Empty(await dead.Claim(wait: 0));
    }

    [Fact]
    public async Task Provider_ThatComesBackAfterAnOutage_DoesAllJobsAndNoneHasFailed()
    {
        var schedule = new PauseSchedule { First = TimeSpan.FromMilliseconds(100), Max = TimeSpan.FromMilliseconds(400), TrialInterval = TimeSpan.FromMilliseconds(100) };
        await using var host = await HeldHost.Run(slots: 0, Patient, Pauses(schedule));
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, slots: 4);
        const int Jobs = 30;
        var ids = await Submit(caller, Jobs);

        // Down for the first 15 attempts, whatever job they are for; that is as many as jobs would be exhausted by if those counted that only try.
        var attempts = 0;
        for (var done = 0; done < Jobs;)
        {
            foreach (var job in await worker.Claim(count: 4))
            {
                var isDown = ++attempts <= 15;
                done += isDown ? 0 : 1;
                await (isDown ? worker.Fail(job, "transient", "upstream refused") : worker.Complete(job));
            }
        }

        output.WriteLine($"{attempts} attempts at {Jobs} jobs, the first 15 of which failed");
        foreach (var id in ids)
        {
            Assert.Equal("succeeded", (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=90")).Json.GetProperty("status").GetString());
        }
    }

    [Fact]
    public async Task Job_WithModelsInItsInput_GoesToTheWorkerThatHasThem()
    {
        const string Model = "urn:air:flux1:checkpoint:civitai:618692@691639";
        await using var host = await HeldHost.Run(slots: 0, Patient);
        using var caller = await host.Caller("ann");
        var without = await HandWorker.Register(host);
        var with = await HandWorker.Register(host, resources: $"\"{Model}\"");
        var (first, second) = (without.Claim(wait: 60), with.Claim(wait: 60));
        await host.UntilWaiting("gpu-box", 2);

        var id = await caller.Submitted(Calls.Echo(Model), query: "");
        var job = Assert.Single(await second);

        Assert.Equal(id, job.WorkflowId);
        await caller.Submitted(Calls.Echo("anything"), query: "");
        Assert.Single(await first);
    }

    private static Action<IServiceCollection> Pauses(PauseSchedule schedule) => services => services.Replace(ServiceDescriptor.Singleton(schedule));

    private static async Task<List<string>> Submit(HttpClient caller, int count)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            ids.Add(await caller.Submitted(Calls.Echo($"job {i}"), query: ""));
        }

        return ids;
    }

    private static JsonElement Position(JsonElement workflow) => workflow.GetProperty("steps")[0].GetProperty("jobs")[0].GetProperty("queuePosition");

    private static bool IsTerminal(JsonElement workflow) => workflow.GetProperty("status").GetString() is "failed" or "succeeded" or "expired" or "canceled";
}
