using System.Text.Json;
using Baton.Client.Workers;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Baton.Tests.Callbacks;

/// <summary>Callbacks from a whole server to real endpoints on this machine.</summary>
public sealed class CallbackTests
{
    private const string All = """["workflow:*","step:*","job:*"]""";

    [Fact]
    public async Task Workflow_ThatSucceeds_TellsAllInOrderWithoutGaps()
    {
        await using var receiver = await CallbackReceiver.Run();
        await using var host = await Host();
        using var caller = await host.Caller("ann");

        var call = caller.Submitted(Echo($"{receiver.Url}/hook", All));
        (await host.Jobs.Next()).Succeed();
        var id = await call;
        var told = await receiver.Await(9);

        Assert.Equal(["workflow:unassigned", "step:unassigned", "job:unassigned"], told.Take(3).Select(t => t.Event));
        Assert.Equal(["job:succeeded", "step:succeeded", "workflow:succeeded"], told.TakeLast(3).Select(t => t.Event));
        Assert.Equal(Enumerable.Range(1, 9).Select(n => $"{n}"), told.Select(t => t.Sequence));
        Assert.Equal(9, told.Select(t => t.Id).Distinct().Count());
        Assert.All(told, t => Assert.Equal(id, t.Json.GetProperty("workflowId").GetString()));
    }

    [Fact]
    public async Task Bodies_HaveTheMembersOfTheContractAndNoMore()
    {
        await using var receiver = await CallbackReceiver.Run();
        await using var host = await Host();
        using var caller = await host.Caller("ann");

        var call = caller.Submitted(Echo(receiver.Url, """["workflow:failed","step:failed","job:failed"]""", more: ""","detailed":true"""));
        (await host.Jobs.Next()).Fail(JobFailure.Blocked, "It shows too much.");
        await call;
        var told = await receiver.Await(3);

        Assert.Equal(["$type", "workflowId", "stepName", "jobId", "status", "reason", "blockedReason"], Members(told[0].Json));
        Assert.Equal(("blocked", "It shows too much."), (told[0].Json.GetProperty("reason").GetString(), told[0].Json.GetProperty("blockedReason").GetString()));
        Assert.Equal(["$type", "workflowId", "name", "status", "details"], Members(told[1].Json));
        Assert.Equal(["startedAt", "completedAt", "retries", "metadata", "input"], Members(told[1].Json.GetProperty("details")));
        Assert.Equal(["$type", "workflowId", "status", "timestamp", "details"], Members(told[2].Json));
        Assert.Equal(["metadata", "arguments", "createdAt", "startedAt", "completedAt", "steps"], Members(told[2].Json.GetProperty("details")));
        Assert.Equal("failed", told[2].Json.GetProperty("details").GetProperty("steps")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task State_IsReadable_BeforeTheEventLeaves()
    {
        HttpClient? caller = null;
        var seen = new TaskCompletionSource<(string Told, string? Read)>();
        await using var receiver = await CallbackReceiver.Run(async (told, _) =>
        {
            var workflow = await caller!.Workflow(told.Json.GetProperty("workflowId").GetString()!);
            seen.SetResult((told.Json.GetProperty("status").GetString()!, workflow.GetProperty("status").GetString()));
        });
        await using var host = await Host();
        caller = await host.Caller("ann");

        var call = caller.Submitted(Echo(receiver.Url, """["workflow:succeeded"]"""));
        (await host.Jobs.Next()).Succeed();
        await call;

        Assert.Equal(("succeeded", "succeeded"), await seen.Task.WaitAsync(TimeSpan.FromSeconds(60), BatonHost.Stop));
        caller.Dispose();
    }

    [Fact]
    public async Task Query_ArrivesAsItWasGiven_AndIsShownNowhere()
    {
        const string Query = "?token=s3cr%2Fet%2f+x%20y&sig=%41b==&empty=&pipe=a|b&q='1'";
        await using var receiver = await CallbackReceiver.Run(500);
        await using var host = await Host();
        using var caller = await host.Caller("ann");

        var call = caller.Submitted(Echo($"{receiver.Url}/hook{Query}", """["workflow:succeeded"]"""));
        (await host.Jobs.Next()).Succeed();
        await call;
        var told = await receiver.Await(2);
        var log = await LogOf(caller);

        Assert.All(told, t => Assert.Equal($"/hook{Query}", t.Target));
        Assert.Equal($"{receiver.Url}/hook", log.GetProperty("url").GetString());
        Assert.DoesNotContain("s3cr", log.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivery_IsSigned_WithTheAccountsSecretAndDuringARotationWithBoth()
    {
        await using var receiver = await CallbackReceiver.Run();
        await using var host = await Host();
        using var caller = await host.Caller("ann");
        using var other = await host.Caller("bob");
        var first = await Secret(caller, (await caller.Send("GET", "/v2/consumer/callbacks/secrets")).Json.GetProperty("items")[0].GetProperty("id").GetString()!);
        var second = (await caller.Send("POST", "/v2/consumer/callbacks/secrets?retireOthersAfter=3600")).Json.GetProperty("secret").GetString()!;
        var foreign = (await other.Send("POST", "/v2/consumer/callbacks/secrets")).Json.GetProperty("secret").GetString()!;

        var call = caller.Submitted(Echo(receiver.Url, """["workflow:succeeded"]"""));
        (await host.Jobs.Next()).Succeed();
        await call;
        var told = (await receiver.Await(1))[0];

        Assert.Equal(2, told.Headers["webhook-signature"].Split(' ').Length);
        Assert.True(told.IsSignedWith(first));
        Assert.True(told.IsSignedWith(second));
        Assert.False(told.IsSignedWith(foreign));
        Assert.False((told with { Body = [.. told.Body, (byte)' '] }).IsSignedWith(first, second));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(429)]
    public async Task Answer_ThatIsNoSuccess_IsTriedAgainUnderTheSameId(int status)
    {
        var count = 0;
        await using var receiver = await CallbackReceiver.Run((_, context) =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref count) <= 2 ? status : 200;
            context.Response.Headers.Location = "http://127.0.0.1:9/elsewhere";
            return Task.CompletedTask;
        });
        await using var host = await Host();
        using var caller = await host.Caller("ann");

        var call = caller.Submitted(Echo(receiver.Url, """["job:succeeded","workflow:succeeded"]"""));
        (await host.Jobs.Next()).Succeed();
        await call;
        var told = await receiver.Await(4);

        Assert.Equal(["job:succeeded", "job:succeeded", "job:succeeded", "workflow:succeeded"], told.Select(t => t.Event));
        Assert.Single(told.Take(3).Select(t => t.Id).Distinct());
        Assert.Single(told.Take(3).Select(t => Convert.ToBase64String(t.Body)).Distinct());
        await Until(async () => (await LogOf(caller)).GetProperty("delivered").GetInt64() == 2);
        Assert.Contains($"{status}", (await LogOf(caller)).GetProperty("attempts")[3].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ThatStallsOrBreaksOffOrNeverEnds_IsJudgedWithoutWaitingForEver()
    {
        var count = 0;
        await using var receiver = await CallbackReceiver.Run(async (_, context) =>
        {
            switch (Interlocked.Increment(ref count))
            {
                case 1:
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                    break;
                case 2:
                    context.Response.ContentLength = 100;
                    await context.Response.Body.WriteAsync("half"u8.ToArray());
                    context.Abort();
                    break;
                default:
                    while (!context.RequestAborted.IsCancellationRequested)
                    {
                        await context.Response.Body.WriteAsync(new byte[16 * 1024]);
                    }

                    break;
            }
        });
        await using var host = await Host(("Callbacks:Timeout", "00:00:01"));
        using var caller = await host.Caller("ann");

        var call = caller.Submitted(Echo(receiver.Url, """["workflow:succeeded"]"""));
        (await host.Jobs.Next()).Succeed();
        await call;
        await receiver.Await(3);
        await Until(async () => (await LogOf(caller)).GetProperty("delivered").GetInt64() == 1);

        var log = await LogOf(caller);
        Assert.Equal(
            [null, "The endpoint could not be reached or broke off.", "The endpoint did not answer within 1 seconds."],
            log.GetProperty("attempts").EnumerateArray().Select(a => a.TryGetProperty("error", out var error) ? error.GetString() : null));
    }

    [Fact]
    public async Task Answer410_UnsubscribesTheEndpointFromThisWorkflow()
    {
        await using var receiver = await CallbackReceiver.Run(410);
        await using var host = await Host();
        using var caller = await host.Caller("ann");

        var call = caller.Submitted(Echo(receiver.Url, All));
        await receiver.Await(1);
        (await host.Jobs.Next()).Succeed();
        await call;

        await using var witness = await CallbackReceiver.Run();
        var next = caller.Submitted(Echo(witness.Url, """["workflow:succeeded"]"""));
        (await host.Jobs.Next()).Succeed();
        await next;
        await witness.Await(1);
        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task Event_ThatNobodyTakes_IsParkedListedAndSentAgainOnRequest()
    {
        var status = 500;
        await using var receiver = await CallbackReceiver.Run((_, context) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var host = await Host(("Callbacks:Patience", "00:00:01"));
        using var caller = await host.Caller("ann");
        using var other = await host.Caller("bob");

        var call = caller.Submitted(Echo($"{receiver.Url}/hook?token=s3cret", """["job:succeeded","workflow:succeeded"]""", outside: ""","ephemeral":true"""));
        (await host.Jobs.Next()).Succeed();
        var id = await call;
        await Until(async () => (await Parked(caller)).Count == 2);
        var parked = await Parked(caller);
        status = 200;
        var replay = await caller.Send("POST", $"/v2/consumer/callbacks/replay?workflowId={id}");
        var before = receiver.All.Count;
        var taken = await receiver.Await(all => all.Count >= before && all[^1].Sequence == "2" && all[^2].Sequence == "1");

        Assert.Equal(["job:succeeded", "workflow:succeeded"], parked.Select(p => p.GetProperty("event").GetString()));
        Assert.All(parked, p => Assert.Equal($"{receiver.Url}/hook", p.GetProperty("url").GetString()));
        Assert.Equal(parked.Select(p => p.GetProperty("eventId").GetString()), taken.TakeLast(2).Select(t => t.Id));
        Assert.Equal(2, replay.Json.GetProperty("replayed").GetInt32());
        Assert.Empty(await Parked(caller));
        (await other.Send("POST", $"/v2/consumer/callbacks/replay?workflowId={id}")).IsProblem(404, "workflow-not-found");
    }

    [Fact]
    public async Task Endpoint_ThatHangs_DelaysNobodyElse()
    {
        await using var dead = await CallbackReceiver.Run((_, context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await using var live = await CallbackReceiver.Run();
        await using var host = await Host(("Callbacks:PerEndpointMax", "2"), ("Callbacks:WaitingPerEndpointMax", "3"));
        using var caller = await host.Caller("ann");
        for (var i = 0; i < 10; i++)
        {
            var call = caller.Submitted(Echo(dead.Url, """["workflow:succeeded"]"""));
            (await host.Jobs.Next()).Succeed();
            await call;
        }

        var last = caller.Submitted(Echo(live.Url, """["workflow:succeeded"]"""));
        (await host.Jobs.Next()).Succeed();
        await last;

        await live.Await(1);
        Assert.InRange(dead.All.Count, 0, 2);
    }

    [Fact]
    public async Task Server_ThatIsStoppedWhileEventsWait_SendsThemAfterItsStart()
    {
        await using var receiver = await CallbackReceiver.Run();
        var host = await Host();
        var token = await host.Caller("ann");
        var started = caller(token);
        var job = await host.Jobs.Next();
        await receiver.Await(6);
        job.Succeed();
        await started;
        host = await host.Restart(Settings([]));
        await using (host)
        {
            // What was answered but not yet noted when the server stopped is told again.
            var told = await receiver.Await(all => all.Select(t => t.Sequence).Distinct().Count() == 9);

            Assert.Equal(Enumerable.Range(1, 9).Select(n => $"{n}"), told.Select(t => t.Sequence).Distinct());
        }

        token.Dispose();

        Task<string> caller(HttpClient client) => client.Submitted(Echo(receiver.Url, All));
    }

    [Theory]
    [InlineData("http://example.org/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://user:secret@example.org/")]
    [InlineData("/relative")]
    public async Task Url_ThatMustNotBeCalled_IsRefusedAtSubmitByItsPlace(string url)
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows, Echo(url, """["workflow:*"]"""));

        answer.IsProblem(400, "validation").Names("callbacks[0].url");
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_AreMadeShownAndEnded_ByTheirAccountOnly()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        using var other = await host.Caller("bob");
        const string Secrets = "/v2/consumer/callbacks/secrets";

        var made = (await caller.Send("POST", Secrets)).Json;
        var id = made.GetProperty("id").GetString()!;
        var listed = await caller.Send("GET", Secrets);

        Assert.StartsWith("whsec_", made.GetProperty("secret").GetString(), StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(made.GetProperty("secret").GetString()!["whsec_".Length..]).Length);
        Assert.DoesNotContain("whsec_", listed.Text, StringComparison.Ordinal);
        Assert.Contains(id, listed.Text, StringComparison.Ordinal);
        (await other.Send("GET", $"{Secrets}/{id}")).IsProblem(404, "callback-secret-not-found");
        (await other.Send("DELETE", $"{Secrets}/{id}")).IsProblem(404, "callback-secret-not-found");
        Assert.Equal(204, (int)(await caller.Send("DELETE", $"{Secrets}/{id}")).Status);
        (await caller.Send("GET", $"{Secrets}/{id}")).IsProblem(404, "callback-secret-not-found");
        for (var i = 0; i < 4; i++)
        {
            await caller.Send("POST", Secrets);
        }

        (await caller.Send("POST", Secrets)).IsProblem(409, "callback-secrets-full");
        (await caller.Send("POST", $"{Secrets}?retireOthersAfter=soon")).IsProblem(400, "validation").Names("retireOthersAfter");
    }

    private static Task<HeldHost> Host(params (string Name, string Value)[] settings) => HeldHost.Run(slots: 1, Settings(settings));

    private static IEnumerable<KeyValuePair<string, string?>> Settings(IEnumerable<(string Name, string Value)> settings) =>
        settings.Append(("Outbound:AllowLoopback", "true")).Append(("Callbacks:PauseFirst", "00:00:00.1")).Append(("WakeUps:Interval", "00:00:00.1"))
            .Select(setting => KeyValuePair.Create<string, string?>(setting.Item1, setting.Item2));

    private static string Echo(string url, string types, string more = "", string outside = "") =>
        Calls.Echo("hello", $$""","callbacks":[{"url":{{JsonSerializer.Serialize(url)}},"type":{{types}}{{more}}}]{{outside}}""");

    private static IEnumerable<string> Members(JsonElement json) => json.EnumerateObject().Select(member => member.Name);

    private static async Task<JsonElement> LogOf(HttpClient caller)
    {
        JsonElement items = default;
        await Until(async () => (items = (await caller.Send("GET", "/v2/consumer/callbacks/endpoints")).Json.GetProperty("items")).GetArrayLength() > 0);
        return items[0];
    }

    private static async Task<IReadOnlyList<JsonElement>> Parked(HttpClient caller) =>
        [.. (await caller.Send("GET", "/v2/consumer/callbacks/parked")).Json.GetProperty("items").EnumerateArray()];

    private static async Task<string> Secret(HttpClient caller, string id) =>
        (await caller.Send("GET", $"/v2/consumer/callbacks/secrets/{id}")).Json.GetProperty("secret").GetString()!;

    /// <summary>What is looked at from outside has no signal; each look is a request.</summary>
    private static async Task Until(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (!await holds())
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
