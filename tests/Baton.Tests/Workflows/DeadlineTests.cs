using Baton.Tests.Workers;
using Xunit;

namespace Baton.Tests.Workflows;

/// <summary>What happens when time is up, and when a cancel meets a success, over HTTP.</summary>
public sealed class DeadlineTests
{
    private const string Brief = """{ "steps": [{ "$type": "echo", "timeout": "00:00:01", "input": { "message": "x" } }] }""";

    private static readonly KeyValuePair<string, string?>[] Prompt = [new("WakeUps:Interval", "00:00:00.100")];

    [Fact]
    public async Task Step_WhoseTimeIsUp_ExpiresAndItsClaimIsRevoked()
    {
        await using var host = await HeldHost.Run(slots: 0, Prompt);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(Brief, query: "");
        var job = await worker.ClaimOne();

        var workflow = (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60")).Json;

        Assert.Equal("expired", workflow.GetProperty("status").GetString());
        Assert.Equal("timeout", workflow.GetProperty("steps")[0].GetProperty("jobs")[0].GetProperty("reason").GetString());
        Assert.False((await worker.Heartbeat(job)).Json.GetProperty("claims")[0].GetProperty("held").GetBoolean());
        (await worker.Complete(job)).IsProblem(409, "claim-lost");
    }

    [Fact]
    public async Task Workflow_WhoseWorkersNeverCome_EndsByItself()
    {
        await using var host = await HeldHost.Run(slots: 0, Prompt);
        using var caller = await host.Caller("ann");
        await HandWorker.Register(host);
        var id = await caller.Submitted(Brief, query: "");

        var workflow = (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60")).Json;

        Assert.Equal("expired", workflow.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Cancel_RacingWithSuccess_HasOneWinnerAndBothHearIt()
    {
        await using var host = await HeldHost.Run(slots: 0, Prompt);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, slots: 1000);
        var ends = new List<string>();
        for (var round = 0; round < 100; round++)
        {
            var id = await caller.Submitted(Calls.Echo(), query: "");
            var job = await worker.ClaimOne();

            var completing = worker.Complete(job);
            var canceling = caller.Send("PUT", $"{Calls.Workflows}/{id}", """{ "status": "canceled" }""");
            await Task.WhenAll(completing, canceling);

            var status = (await caller.Workflow(id)).GetProperty("status").GetString()!;
            ends.Add(status);
            Assert.Equal(status == "succeeded" ? (204, 409) : (409, 204), ((int)(await completing).Status, (int)(await canceling).Status));
        }

        Assert.All(ends, end => Assert.Contains(end, (string[])["succeeded", "canceled"]));
    }

    [Fact]
    public async Task Cancel_OfAWorkflowHalfDone_KeepsWhatIsFinished()
    {
        await using var host = await HeldHost.Run(slots: 0, Prompt);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(
            """
            { "steps": [
              { "$type": "echo", "name": "done", "input": { "message": "kept" } },
              { "$type": "echo", "name": "running", "input": { "message": "x" } },
              { "$type": "echo", "name": "behind", "input": { "message": { "$ref": "running", "path": "output.message" } } }] }
            """, query: "");
        var jobs = await worker.Claim(count: 2);
        await worker.Complete(jobs.Single(job => job.Input.GetProperty("message").GetString() == "kept"));

        await caller.Send("PUT", $"{Calls.Workflows}/{id}", """{ "status": "canceled" }""");

        var steps = (await caller.Workflow(id)).GetProperty("steps");
        Assert.Equal(["succeeded", "canceled", "canceled"], steps.EnumerateArray().Select(step => step.GetProperty("status").GetString()));
        Assert.Equal("kept", steps[0].GetProperty("output").GetProperty("message").GetString());
    }
}
