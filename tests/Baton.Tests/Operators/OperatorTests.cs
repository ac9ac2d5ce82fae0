using System.Text.Json;
using Baton.Accounts;
using Baton.Tests.Cli;
using Baton.Tests.Workers;
using Xunit;

namespace Baton.Tests.Operators;

/// <summary>What operators see of providers and workers over HTTP and on the command line, and what becomes of what they decide.</summary>
public sealed class OperatorTests
{
    private const string Root = "/v2/operator";

    /// <summary>No heartbeats are sent here.</summary>
    private static readonly KeyValuePair<string, string?>[] Patient = [new("Workers:LeaseDuration", "00:10:00"), new("WakeUps:Interval", "00:00:00.100")];

    [Fact]
    public async Task Providers_WithJobsAndWithout_ShowWhatTheyAreAt()
    {
        await using var host = await HeldHost.Run(slots: 1, Patient);
        using var caller = await host.Caller("ann");
        using var operators = await host.With("olga", TokenRole.Operator);
        await HandWorker.Register(host, "narrow", """[{ "type": "mediaHash" }]""", slots: 3);
        await caller.Submitted(Calls.Echo("first"), query: "");
        var held = await host.Jobs.Next();
        await caller.Submitted(Calls.Echo("second"), query: "");

        var (inside, remote) = (await Provider(operators, "held"), await Provider(operators, "narrow"));
        held.Succeed();
        (await host.Jobs.Next()).Succeed();

        Assert.Equal(("running", true, 1, 0, 1), (State(inside), inside.GetProperty("inProcess").GetBoolean(), Int(inside, "slots"), Int(inside, "freeSlots"), Int(inside, "waitingJobs")));
        Assert.Equal(("running", false, 3, 3, 0), (State(remote), remote.GetProperty("inProcess").GetBoolean(), Int(remote, "slots"), Int(remote, "freeSlots"), Int(remote, "waitingJobs")));
        Assert.Equal("mediaHash", remote.GetProperty("types")[0].GetString());
        var list = (await operators.Send("GET", $"{Root}/providers")).Json.GetProperty("items");
        Assert.Equal(["held", "narrow"], list.EnumerateArray().Select(provider => provider.GetProperty("provider").GetString()));
    }

    [Fact]
    public async Task Workers_ThatHoldJobs_AreShownWithThem()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient);
        using var caller = await host.Caller("ann");
        using var operators = await host.With("olga", TokenRole.Operator);
        var worker = await HandWorker.Register(host, "gpu-box", slots: 2);
        await HandWorker.Register(host, "other");
        await caller.Submitted(Calls.Echo(), query: "");
        var failed = await worker.ClaimOne();
        await worker.Fail(failed, "transient", "no memory left");
        await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();

        var shown = Assert.Single((await operators.Send("GET", $"{Root}/workers?provider=gpu-box")).Json.GetProperty("items").EnumerateArray());

        Assert.Equal((worker.Id, "gpu-box", "workers", "running"), (shown.GetProperty("id").GetString(), shown.GetProperty("provider").GetString(), shown.GetProperty("account").GetString(), State(shown)));
        Assert.Equal([job.JobId], shown.GetProperty("jobs").EnumerateArray().Select(held => held.GetString()));
        Assert.Equal((0, 1), (Int(shown.GetProperty("lastMinute"), "succeeded"), Int(shown.GetProperty("lastMinute"), "failed")));
        Assert.Equal(2, (await operators.Send("GET", $"{Root}/workers")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Provider_ThatKeepsFailing_ShowsItsPauseAndWhatItSaid()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient);
        using var caller = await host.Caller("ann");
        using var operators = await host.With("olga", TokenRole.Operator);
        var worker = await HandWorker.Register(host);
        for (var i = 0; i < 3; i++)
        {
            await caller.Submitted(Calls.Echo(), query: "");
            await worker.Fail(await worker.ClaimOne(), "transient", "no memory left");
        }

        var pause = (await Provider(operators, "gpu-box")).GetProperty("pause");

        Assert.Equal((false, 3, "no memory left"), (pause.GetProperty("byOperator").GetBoolean(), Int(pause, "failures"), pause.GetProperty("reason").GetString()));
        Assert.True(pause.TryGetProperty("until", out _));
        Assert.Contains(State((await operators.Send("GET", $"{Root}/workers/{worker.Id}")).Json), (string[])["failing", "trial"]);
    }

    [Fact]
    public async Task Provider_PausedByAnOperator_GetsNoJobsUntilItIsResumedAlsoOverARestart()
    {
        var host = await HeldHost.Run(slots: 0, Patient);
        var operators = await host.With("olga", TokenRole.Operator);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var paused = await SetMode(operators, "providers/gpu-box", "paused", "the bill is not paid");
        var id = await caller.Submitted(Calls.Echo(), query: "");
        Assert.Empty(await worker.Claim(wait: 0));
        Assert.Equal(("paused", "the bill is not paid", "olga"), (State(paused), paused.GetProperty("pause").GetProperty("reason").GetString(), paused.GetProperty("pause").GetProperty("by").GetString()));

        await using var again = await host.Restart(Patient);
        Assert.Equal("paused", State(await Provider(operators, "gpu-box")));
        Assert.Empty(await worker.Claim(wait: 0));
        var explained = (await caller.Send("GET", $"{Calls.Workflows}/{id}/explain")).Json.GetProperty("steps")[0].GetProperty("jobs")[0];
        Assert.Equal("paused by an operator", explained.GetProperty("providers")[0].GetProperty("why").GetString());
        Assert.Equal("unassigned", (await caller.Workflow(id)).GetProperty("status").GetString());

        var waiting = worker.ClaimOne();
        Assert.Equal("running", State(await SetMode(operators, "providers/gpu-box", "running")));
        Assert.Equal(id, (await waiting).WorkflowId);
        caller.Dispose();
        operators.Dispose();
    }

    [Fact]
    public async Task Provider_ThatIsDrained_FinishesWhatItHasAndNothingWaitsForIt()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient);
        using var operators = await host.With("olga", TokenRole.Operator);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, slots: 1);
        var first = await caller.Submitted(Calls.Echo("first"), query: "");
        var held = await worker.ClaimOne();
        var second = await caller.Submitted(Calls.Echo("second"), query: "");

        var draining = await SetMode(operators, "providers/gpu-box", "draining");
        var ended = (await caller.Send("GET", $"{Calls.Workflows}/{second}?wait=90")).Json.GetProperty("steps")[0].GetProperty("jobs")[0];
        await worker.Complete(held);

        Assert.Equal("draining", State(draining));
        Assert.Equal("no_provider_available", ended.GetProperty("reason").GetString());
        Assert.Contains("taken away by an operator", ended.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("succeeded", (await caller.Workflow(first)).GetProperty("status").GetString());
        Assert.Equal("drained", State(await Provider(operators, "gpu-box")));
    }

    [Fact]
    public async Task Worker_ThatIsDrained_LeavesTheJobsToTheOthers()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient);
        using var operators = await host.With("olga", TokenRole.Operator);
        using var caller = await host.Caller("ann");
        var (leaving, staying) = (await HandWorker.Register(host), await HandWorker.Register(host));
        var drained = await SetMode(operators, $"workers/{leaving.Id}", "draining", "new card");
        var waiting = leaving.Claim(wait: 60);
        await host.UntilWaiting("gpu-box", 1);
        var id = await caller.Submitted(Calls.Echo(), query: "");

        Assert.Equal(id, (await staying.ClaimOne()).WorkflowId);
        Assert.Equal("drained", State(drained));
        await SetMode(operators, $"workers/{leaving.Id}", "running");
        var next = await caller.Submitted(Calls.Echo(), query: "");
        Assert.Equal(next, Assert.Single(await waiting).WorkflowId);
    }

    [Fact]
    public async Task Commands_OfOperators_ShowTablesAndJsonAndDecide()
    {
        await using var host = await HeldHost.Run(slots: 1, Patient);
        var worker = await HandWorker.Register(host);
        using var operators = await host.With("olga", TokenRole.Operator);
        using var baton = new BatonProgram { Url = operators.BaseAddress!.ToString(), Token = operators.DefaultRequestHeaders.Authorization!.Parameter };

        var table = await baton.Run("providers");
        var paused = await baton.Run("providers", "pause", "gpu-box", "--reason", "too hot");
        var drained = await baton.Run("workers", "drain", worker.Id);
        var workers = await baton.Run("workers", "--provider", "gpu-box");
        var json = await baton.Run("providers", "--json");
        var resumed = await baton.Run("providers", "resume", "gpu-box", "--json");
        var none = await baton.Run("providers", "pause", "nobody");

        Assert.Matches("PROVIDER +STATE +SLOTS FREE", table.StandardOutput);
        Assert.Matches("held +running +1 of 1 ", table.StandardOutput);
        Assert.Matches("gpu-box +paused .*olga: too hot", paused.StandardOutput);
        Assert.Contains("drained", drained.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(worker.Id, workers.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(2, JsonElement.Parse(json.StandardOutput).GetProperty("items").GetArrayLength());
        Assert.Equal("running", State(JsonElement.Parse(resumed.StandardOutput)));
        Assert.Equal((2, ""), (none.ExitCode, none.StandardOutput));
        Assert.Contains("There is no such provider", none.StandardError, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> Provider(HttpClient operators, string name)
    {
        var answer = await operators.Send("GET", $"{Root}/providers/{name}");
        Assert.True((int)answer.Status == 200, answer.Text);
        return answer.Json;
    }

    private static async Task<JsonElement> SetMode(HttpClient operators, string what, string mode, string? reason = null)
    {
        var answer = await operators.Send("PUT", $"{Root}/{what}/mode", $$"""{ "mode": "{{mode}}"{{(reason is null ? "" : $", \"reason\": \"{reason}\"")}} }""");
        Assert.True((int)answer.Status == 200, answer.Text);
        return answer.Json;
    }

    private static string State(JsonElement shown) => shown.GetProperty("state").GetString()!;

    private static int Int(JsonElement shown, string member) => shown.GetProperty(member).GetInt32();
}
