using System.Net;
using Baton.Accounts;
using Baton.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Baton.Tests.Workers;

/// <summary>What workers of other processes see and do, and what callers see of it.</summary>
public sealed class WorkerProtocolTests
{
    /// <summary>Leases that end soon, and not before a busy machine has made a few calls.</summary>
    private static readonly KeyValuePair<string, string?>[] Brief = [new("Workers:LeaseDuration", "00:00:04"), new("WakeUps:Interval", "00:00:00.100")];

    [Fact]
    public async Task Job_DoneByAWorker_SucceedsWithItsOutput()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);

        var id = await caller.Submitted(Calls.Echo("over there"), query: "");
        var job = await worker.ClaimOne();
        var during = await caller.Workflow(id);
        Assert.Equal("over there", job.Input.GetProperty("message").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await worker.Complete(job)).Status);
        var after = await caller.Workflow(id);

        Assert.Equal("processing", during.GetProperty("status").GetString());
        Assert.Equal("succeeded", after.GetProperty("status").GetString());
        Assert.Equal("over there", after.GetProperty("steps")[0].GetProperty("output").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Claim_ThatWaits_GetsAJobSubmittedLater()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);

        var waiting = worker.ClaimOne();
        var id = await caller.Submitted(Calls.Echo(), query: "");

        Assert.Equal(id, (await waiting).WorkflowId);
    }

    [Fact]
    public async Task Claim_OfSeveral_TakesThoseThatWaitUpToTheFreeSlots()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, slots: 3);
        for (var i = 0; i < 5; i++)
        {
            await caller.Submitted(Calls.Echo(), query: "");
        }

        var first = await worker.Claim(count: 2);
        var second = await worker.Claim(count: 10);
        var third = await worker.Claim(count: 10, wait: 0);

        Assert.Equal(2, first.Count);
        Assert.Single(second);
        Assert.Empty(third);
    }

    [Fact]
    public async Task Job_WithoutARegisteredProvider_FailsAtOnce()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows + "?wait=30", Calls.Echo());

        Assert.Equal("no_provider_available", answer.Json.GetProperty("steps")[0].GetProperty("jobs")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Job_WhoseInputNoCapabilityTakes_SaysWhy()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        await HandWorker.Register(host, capabilities: """[{ "type": "echo", "input": { "properties": { "message": { "maxLength": 3 } } } }]""");

        var job = (await caller.Send("POST", Calls.Workflows + "?wait=30", Calls.Echo("much too long"))).Json.GetProperty("steps")[0].GetProperty("jobs")[0];

        Assert.Equal("no_provider_available", job.GetProperty("reason").GetString());
        Assert.Contains("gpu-box: input.message", job.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_OfADeadWorker_GoesToAnother()
    {
        await using var host = await HeldHost.Run(slots: 0, Brief);
        var caller = await host.Caller("ann");
        var dead = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var lost = await dead.ClaimOne();

        var alive = await HandWorker.Register(host);
        var job = await alive.ClaimOne();
        (await dead.Complete(lost)).IsProblem(409, "claim-lost");
        var verdict = (await dead.Heartbeat(lost)).Json.GetProperty("claims")[0];
        await alive.Complete(job);

        Assert.Equal(lost.JobId, job.JobId);
        Assert.Equal(lost.Epoch + 1, job.Epoch);
        Assert.False(verdict.GetProperty("held").GetBoolean());
        Assert.Equal("succeeded", (await caller.Workflow(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Job_ThatIsRenewed_OutlivesItsFirstLease()
    {
        await using var host = await HeldHost.Run(slots: 0, Brief);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();

        var firstEnd = TimeProvider.System.GetUtcNow() + host.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.LeaseDuration;
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        while (TimeProvider.System.GetUtcNow() <= firstEnd && await beat.WaitForNextTickAsync(BatonHost.Stop))
        {
            var verdict = (await worker.Heartbeat(job, """, "progress": 0.5, "status": "preparing" """)).Json.GetProperty("claims")[0];
            Assert.True(verdict.GetProperty("held").GetBoolean());
        }

        var step = (await caller.Workflow(id)).GetProperty("steps")[0];
        Assert.Equal("preparing", step.GetProperty("status").GetString());
        Assert.Equal(0.5, step.GetProperty("estimatedProgressRate").GetDouble());
        Assert.Equal(HttpStatusCode.NoContent, (await worker.Complete(job)).Status);
    }

    [Fact]
    public async Task Heartbeat_OfACanceledJob_TellsTheWorkerToStop()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();

        await caller.Send("DELETE", $"{Calls.Workflows}/{id}");
        var verdict = (await worker.Heartbeat(job)).Json.GetProperty("claims")[0];

        Assert.False(verdict.GetProperty("held").GetBoolean());
        Assert.Contains("canceled", verdict.GetProperty("reason").GetString(), StringComparison.Ordinal);
        (await worker.Complete(job)).IsProblem(409, "claim-lost");
    }

    [Fact]
    public async Task Report_Repeated_GetsTheFirstAnswerAgain()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();

        Assert.Equal(HttpStatusCode.NoContent, (await worker.Complete(job)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await worker.Complete(job)).Status);
        (await worker.Fail(job, "transient", "Too late.")).IsProblem(409, "claim-lost");
    }

    [Fact]
    public async Task Report_UnderAnOlderEpoch_IsRefusedAndChangesNothing()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var first = await worker.ClaimOne();
        await worker.HandBack(first);
        var second = await worker.ClaimOne();

        (await worker.Complete(first)).IsProblem(409, "claim-lost");

        Assert.Equal(first.Epoch + 1, second.Epoch);
        Assert.Equal("processing", (await caller.Workflow(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Job_RejectedByOneProvider_GoesToTheOther()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var small = await HandWorker.Register(host, "small");
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var job = await small.ClaimOne();
        var large = await HandWorker.Register(host, "large");

        await small.Fail(job, "rejected", "It does not fit into 8 GB.");
        await large.Complete(await large.ClaimOne());

        Assert.Equal("succeeded", (await caller.Workflow(id)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("blocked", "blocked")]
    [InlineData("rejected", "no_provider_available")]
    public async Task Job_FailedForGood_CarriesReasonAndWords(string kind, string reason)
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");

        await worker.Fail(await worker.ClaimOne(), kind, "In words.");

        var job = (await caller.Workflow(id)).GetProperty("steps")[0].GetProperty("jobs")[0];
        Assert.Equal(reason, job.GetProperty("reason").GetString());
        Assert.Contains("In words.", job.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_ThatLeaves_GivesItsJobsBack()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var leaving = await HandWorker.Register(host);
        await caller.Submitted(Calls.Echo(), query: "");
        var job = await leaving.ClaimOne();
        var staying = await HandWorker.Register(host);

        Assert.Equal(HttpStatusCode.NoContent, (await leaving.Leave()).Status);

        Assert.Equal(job.JobId, (await staying.ClaimOne()).JobId);
        (await leaving.Get()).IsProblem(404, "worker-not-found");
    }

    [Fact]
    public async Task Output_WithAnUploadedBlob_IsTheCallersToRead()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, capabilities: """[{ "type": "textToSpeech" }]""");
        var id = await caller.Submitted("""{ "steps": [{ "$type": "textToSpeech", "input": { "text": "Hello." } }] }""", query: "");
        var job = await worker.ClaimOne();
        byte[] content = [.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 64, 31, 0, 0, 128, 62, 0, 0, 2, 0, 16, 0, .. "data"u8, 0, 0, 0, 0];

        var blob = await worker.Upload(job, content, "audio/wav");
        var done = await worker.Complete(job, $$"""{ "audioBlob": {{blob.GetRawText()}} }""");
        Assert.True(done.Status == HttpStatusCode.NoContent, done.Text);

        var output = (await caller.Workflow(id)).GetProperty("steps")[0].GetProperty("output").GetProperty("audioBlob");
        using var anonymous = new HttpClient();
        Assert.Equal(content, await anonymous.GetByteArrayAsync(new Uri(output.GetProperty("url").GetString()!), BatonHost.Stop));
        Assert.Equal(job.JobId, output.GetProperty("jobId").GetString());
    }

    [Fact]
    public async Task Output_InAnotherShape_IsRefusedAndTheJobStaysHeld()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();

        (await worker.Complete(job, """{ "message": 7 }""")).IsProblem(400, "validation").Names("output.message");

        Assert.Equal(HttpStatusCode.NoContent, (await worker.Complete(job)).Status);
    }

    [Fact]
    public async Task Provider_WithTwoKindsOfWorkers_HandsEachWhatItCanDo()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var old = await HandWorker.Register(host, capabilities: """[{ "type": "echo" }]""");
        var updated = await HandWorker.Register(host, capabilities: """[{ "type": "echo" }, { "type": "mediaHash" }]""");

        await caller.Submitted("""{ "steps": [{ "$type": "mediaHash", "input": { "mediaUrl": "https://example.com/a.png", "hashTypes": ["perceptual"] } }] }""", query: "");

        Assert.Empty(await old.Claim(wait: 0));
        Assert.Single(await updated.Claim());
    }

    [Theory]
    [InlineData("""{ "capabilities": [{ "type": "echo" }] }""", "provider")]
    [InlineData("""{ "provider": "a b", "capabilities": [{ "type": "echo" }] }""", "provider")]
    [InlineData("""{ "provider": "held", "capabilities": [{ "type": "echo" }] }""", "provider")]
    [InlineData("""{ "provider": "p", "capabilities": [] }""", "capabilities")]
    [InlineData("""{ "provider": "p", "capabilities": [{ "type": "nonsense" }] }""", "capabilities[0].type")]
    [InlineData("""{ "provider": "p", "capabilities": [{ "type": "echo", "input": { "not": {} } }] }""", "capabilities[0].input")]
    [InlineData("""{ "provider": "p", "capabilities": [{ "type": "echo", "input": { "type": "strange" } }] }""", "capabilities[0].input")]
    [InlineData("""{ "provider": "p", "capabilities": [{ "type": "echo", "input": { "minimum": "x" } }] }""", "capabilities[0].input")]
    [InlineData("""{ "provider": "p", "capabilities": [{ "type": "echo" }], "slots": 0 }""", "slots")]
    public async Task Registration_ThatIsWrong_IsRefusedByItsPath(string body, string path)
    {
        await using var host = await HeldHost.Run();
        var http = await host.With("workers", TokenRole.Worker);

        (await http.Send("POST", HandWorker.Root, body)).IsProblem(400, "validation").Names(path);
    }

    [Fact]
    public async Task Token_OfAnotherRole_OpensNothingHere()
    {
        await using var host = await HeldHost.Run();
        var caller = await host.Caller("ann");
        var worker = await host.With("workers", TokenRole.Worker);

        (await caller.Send("POST", HandWorker.Root, """{ "provider": "p", "capabilities": [{ "type": "echo" }] }""")).IsProblem(403, "forbidden");
        (await worker.Send("GET", Calls.Workflows)).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task Worker_OfAnotherAccount_CannotBeSpokenFor()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var worker = await HandWorker.Register(host);
        var other = await host.With("others", TokenRole.Worker);

        (await other.Send("POST", $"{HandWorker.Root}/{worker.Id}/claims")).IsProblem(404, "worker-not-found");
        (await other.Send("DELETE", $"{HandWorker.Root}/{worker.Id}")).IsProblem(404, "worker-not-found");
    }

    [Fact]
    public async Task Claim_OfAWorkerThatHangsUp_LeavesTheJobToOthers()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var gone = await HandWorker.Register(host);
        var there = await HandWorker.Register(host);
        using (var hangUp = new CancellationTokenSource())
        {
            var waiting = gone.Http.PostAsync(new Uri($"{HandWorker.Root}/{gone.Id}/claims?wait=60", UriKind.Relative), null, hangUp.Token);
            await hangUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        var id = await caller.Submitted(Calls.Echo(), query: "");

        Assert.Equal(id, (await there.ClaimOne()).WorkflowId);
    }

    [Fact]
    public async Task Worker_OverARestartOfTheServer_KeepsItsRegistrationAndItsJob()
    {
        var first = await HeldHost.Run(slots: 0, Brief);
        var caller = await first.Caller("ann");
        var worker = await HandWorker.Register(first);
        var id = await caller.Submitted(Calls.Echo("kept"), query: "");
        var job = await worker.ClaimOne();

        await using var second = await first.Restart(Brief);
        var verdict = (await worker.Heartbeat(job)).Json.GetProperty("claims")[0];
        await worker.Complete(job);

        Assert.True(verdict.GetProperty("held").GetBoolean());
        Assert.Equal("succeeded", (await caller.Workflow(id)).GetProperty("status").GetString());
        Assert.Equal(1, job.Epoch);
    }

    [Fact]
    public async Task Job_ThatWaitsForAProviderThatIsAway_WaitsUntilItCountsAsGone()
    {
        await using var host = await HeldHost.Run(slots: 0, [.. Brief, new("Workers:AwayMax", "00:00:02")]);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        await worker.Leave();

        var waiting = (await caller.Send("POST", Calls.Workflows, Calls.Echo())).Json;
        var ended = (await caller.Send("GET", $"{Calls.Workflows}/{waiting.GetProperty("id").GetString()}?wait=60")).Json;

        Assert.Equal("unassigned", waiting.GetProperty("status").GetString());
        Assert.Equal("failed", ended.GetProperty("status").GetString());
        Assert.Equal("no_provider_available", ended.GetProperty("steps")[0].GetProperty("jobs")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Job_ThatWaits_IsOfferedToAProviderThatComesLater()
    {
        await using var host = await HeldHost.Run(slots: 0, Brief);
        var caller = await host.Caller("ann");
        await HandWorker.Register(host, "busy");
        var id = await caller.Submitted(Calls.Echo(), query: "");

        var late = await HandWorker.Register(host, "late");

        Assert.Equal(id, (await late.ClaimOne()).WorkflowId);
    }
}
