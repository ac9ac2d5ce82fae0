using System.Text.Json;
using Baton.Tests.Workers;
using Xunit;

namespace Baton.Tests.Workflows;

/// <summary>Where waiting jobs stand, and how far running ones are, in answers to callers.</summary>
public sealed class QueuePositionTests
{
    /// <summary>No heartbeats are sent here.</summary>
    private static readonly KeyValuePair<string, string?>[] Patient = [new("Workers:LeaseDuration", "00:10:00"), new("WakeUps:Interval", "00:00:00.100")];

    [Fact]
    public async Task WhatIf_OfAWorkflow_TellsWhetherProvidersAreReady()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient);
        using var caller = await host.Caller("ann");
        const string TwoSteps = """{ "steps": [{ "$type": "echo", "input": { "message": "hi" } }, { "$type": "mediaHash", "input": { "mediaUrl": "https://example.com/a.png", "hashTypes": ["perceptual"] } }] }""";
        var worker = await HandWorker.Register(host, slots: 1);

        var ready = await Preview(caller, TwoSteps);
        await caller.Submitted(Calls.Echo("first"), query: "");
        await worker.ClaimOne();
        await caller.Submitted(Calls.Echo("second"), query: "");
        var busy = await Preview(caller, TwoSteps);

        Assert.Equal("unassigned", ready.GetProperty("status").GetString());
        Assert.Equal("available", Position(ready).GetProperty("support").GetString());
        Assert.Equal(0, Position(ready).GetProperty("precedingJobs").GetInt32());
        Assert.Equal("unsupported", Position(ready, step: 1).GetProperty("support").GetString());
        Assert.Equal(("available", 1), (Position(busy).GetProperty("support").GetString(), Position(busy).GetProperty("precedingJobs").GetInt32()));
        Assert.Equal(2, (await caller.Send("GET", Calls.Workflows)).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Listing_OfManyWaitingJobs_TellsTheFirstHundredWhereTheyStand()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient);
        using var caller = await host.Caller("ann");
        await HandWorker.Register(host, slots: 1);
        var step = """{ "$type": "echo", "input": { "message": "hi" } }""";
        for (var i = 0; i < 6; i++)
        {
            await caller.Submitted($$"""{ "steps": [{{string.Join(',', Enumerable.Repeat(step, 20))}}] }""", query: "");
        }

        var jobs = (await caller.Send("GET", Calls.Workflows)).Json.GetProperty("items").EnumerateArray()
            .SelectMany(workflow => workflow.GetProperty("steps").EnumerateArray().Select(one => one.GetProperty("jobs")[0])).ToList();

        Assert.Equal(120, jobs.Count);
        Assert.All(jobs.Take(100), job => Assert.True(job.TryGetProperty("queuePosition", out _)));
        Assert.All(jobs.Skip(100), job => Assert.False(job.TryGetProperty("queuePosition", out _)));
        Assert.Equal(Enumerable.Range(20, 100).Order(), jobs.Take(100).Select(job => job.GetProperty("queuePosition").GetProperty("precedingJobs").GetInt32()).Order());
    }

    [Fact]
    public async Task Progress_OfAJobThatReportsNone_FollowsFromWhatTheLikeTook()
    {
        await using var host = await HeldHost.Run(slots: 0, Patient);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var done = await caller.Submitted(Calls.Echo("first"), query: "");
        await worker.Complete(await worker.ClaimOne());
        var id = await caller.Submitted(Calls.Echo("second"), query: "");
        var before = Job(await caller.Workflow(id));
        var job = await worker.ClaimOne();

        // The first one took an instant, so soon after its claim the second one must be nearly done.
        double progress;
        do
        {
            progress = Job(await caller.Workflow(id)).GetProperty("estimatedProgressRate").GetDouble();
        }
        while (progress < 1);

        Assert.False(before.TryGetProperty("estimatedProgressRate", out _));
        await worker.Complete(job);
        Assert.False(Job(await caller.Workflow(id)).TryGetProperty("estimatedProgressRate", out _));
        Assert.False(Job(await caller.Workflow(done)).TryGetProperty("queuePosition", out _));
        Assert.Equal(1, Job(await caller.Workflow(id)).GetProperty("cost").GetDouble());
    }

    private static async Task<JsonElement> Preview(HttpClient caller, string body)
    {
        var answer = await caller.Send("POST", Calls.Workflows + "?whatif=true", body);
        Assert.True((int)answer.Status == 200, answer.Text);
        return answer.Json;
    }

    private static JsonElement Position(JsonElement workflow, int step = 0) => Job(workflow, step).GetProperty("queuePosition");

    private static JsonElement Job(JsonElement workflow, int step = 0) => workflow.GetProperty("steps")[step].GetProperty("jobs")[0];
}
