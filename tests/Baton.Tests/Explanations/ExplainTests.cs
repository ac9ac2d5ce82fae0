using System.Text.Json;
using Baton.Tests.Cli;
using Baton.Tests.Workers;
using Xunit;

namespace Baton.Tests.Explanations;

/// <summary>Invariant Explained over HTTP: whatever a job is at, the answer says why.</summary>
public sealed class ExplainTests
{
    private static readonly KeyValuePair<string, string?>[] Prompt = [new("WakeUps:Interval", "00:00:00.100")];

    [Fact]
    public async Task Job_ThatWaits_NamesEachProviderAndWhatKeepsIt()
    {
        await using var host = await HeldHost.Run(slots: 1, Prompt);
        using var caller = await host.Caller("ann");
        await HandWorker.Register(host, "narrow", """[{ "type": "echo", "input": { "properties": { "message": { "maxLength": 3 } } } }]""");
        await caller.Submitted(Calls.Echo("first one"), query: "");
        await host.Jobs.Next();
        await caller.Submitted(Calls.Echo("second"), query: "");
        var id = await caller.Submitted(Calls.Echo("third"), query: "");

        var job = Job(await Explained(caller, id));

        Assert.Equal("Waits for a provider; 1 of 2 can take it.", job.GetProperty("summary").GetString());
        Assert.Equal((true, "1 of 1 slots busy, 1 job ahead"), Provider(job, "held"));
        Assert.Equal(1, job.GetProperty("ahead").GetInt32());
        var (viable, why) = Provider(job, "narrow");
        Assert.False(viable);
        Assert.Contains("input.message", why, StringComparison.Ordinal);
        Assert.Contains("more workers", job.GetProperty("whatToDo").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_ThatFailedOnTheWay_ListsEveryClaimWithoutSecrets()
    {
        await using var host = await HeldHost.Run(slots: 0, Prompt);
        using var caller = await host.Caller("ann");
        var first = await HandWorker.Register(host, "first");
        var second = await HandWorker.Register(host, "second");
        var id = await caller.Submitted(Calls.Echo(), query: "");

        await first.Fail(await first.ClaimOne(), "transient", "GET https://api.example/run?key=abcd1234 gave 503");
        var paused = Job(await Explained(caller, id));
        await second.Complete(await second.ClaimOne());
        var done = Job(await Explained(caller, id));

        Assert.StartsWith("paused until", Provider(paused, "first").Why, StringComparison.Ordinal);
        Assert.Equal("Done by second", done.GetProperty("summary").GetString()![.."Done by second".Length]);
        Assert.Equal(["transient", "succeeded"], done.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("outcome").GetString()));
        Assert.All(done.GetProperty("attempts").EnumerateArray(), attempt => Assert.True(attempt.GetProperty("startedAt").GetDateTimeOffset() <= attempt.GetProperty("endedAt").GetDateTimeOffset()));
        Assert.True(done.GetProperty("attempts")[0].GetProperty("endedAt").GetDateTimeOffset() <= done.GetProperty("attempts")[1].GetProperty("startedAt").GetDateTimeOffset());
        Assert.Equal("GET https://api.example/run?[hidden] gave 503", done.GetProperty("attempts")[0].GetProperty("detail").GetString());
        Assert.DoesNotContain("abcd1234", (await Explained(caller, id)).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blocked", "caller", false)]
    [InlineData("rejected", "provider", true)]
    [InlineData("invalid", "caller", false)]
    public async Task Job_ThatFailed_SaysWhoseFaultItIsAndWhatToDo(string kind, string fault, bool retryable)
    {
        await using var host = await HeldHost.Run(slots: 0, Prompt);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        await worker.Fail(await worker.ClaimOne(), kind, "In words.");

        var job = Job(await Explained(caller, id));

        Assert.Equal(fault, job.GetProperty("fault").GetString());
        Assert.Equal(retryable, job.GetProperty("retryable").GetBoolean());
        Assert.NotEmpty(job.GetProperty("whatToDo").GetString()!);
    }

    [Fact]
    public async Task Step_BehindAnother_NamesWhatItWaitsForAndWhyItWasCanceled()
    {
        await using var host = await HeldHost.Run(slots: 0, Prompt);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(
            """{ "steps": [{ "$type": "echo", "name": "a", "input": { "message": "x" } }, { "$type": "echo", "name": "b", "input": { "message": { "$ref": "a", "path": "output.message" } } }] }""", query: "");
        var waiting = (await Explained(caller, id)).GetProperty("steps")[1];
        await worker.Fail(await worker.ClaimOne(), "invalid", "Bad.");
        var ended = (await Explained(caller, id)).GetProperty("steps")[1];

        Assert.Equal("Waits for 'a'.", waiting.GetProperty("summary").GetString());
        Assert.Equal("a", waiting.GetProperty("waitsFor")[0].GetString());
        Assert.Equal("Canceled, because step 'a' did not succeed.", ended.GetProperty("summary").GetString());
    }

    [Fact]
    public async Task Workflow_OfSomebodyElse_IsNotExplained()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        using var other = await host.Caller("bob");
        var id = await caller.Submitted(Calls.Echo(), query: "");

        (await other.Send("GET", $"{Calls.Workflows}/{id}/explain")).IsProblem(404, "workflow-not-found");
        (await other.Send("GET", $"{Calls.Workflows}/nonsense/explain")).IsProblem(404, "workflow-not-found");
    }

    [Fact]
    public async Task Command_Explain_ShowsATreeAndJson()
    {
        await using var host = await HeldHost.Run(slots: 0, Prompt);
        using var caller = await host.Caller("ann");
        await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        using var baton = new BatonProgram { Url = caller.BaseAddress!.ToString(), Token = caller.DefaultRequestHeaders.Authorization!.Parameter };

        var tree = await baton.Run("explain", id);
        var json = await baton.Run("explain", id, "--json");
        var none = await baton.Run("explain", Calls.NoId);

        Assert.Contains("Waits for a provider; 1 of 1 can take it.", tree.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("can  gpu-box", tree.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(id, JsonElement.Parse(json.StandardOutput).GetProperty("workflowId").GetString());
        Assert.NotEqual(0, none.ExitCode);
    }

    private static async Task<JsonElement> Explained(HttpClient caller, string id)
    {
        var answer = await caller.Send("GET", $"{Calls.Workflows}/{id}/explain");
        Assert.True((int)answer.Status == 200, answer.Text);
        return answer.Json;
    }

    private static JsonElement Job(JsonElement explanation) => explanation.GetProperty("steps")[0].GetProperty("jobs")[0];

    private static (bool Viable, string Why) Provider(JsonElement job, string name)
    {
        var provider = job.GetProperty("providers").EnumerateArray().Single(one => one.GetProperty("provider").GetString() == name);
        return (provider.GetProperty("viable").GetBoolean(), provider.GetProperty("why").GetString()!);
    }
}
