using System.Net;
using Baton.Accounts;
using Xunit;

namespace Baton.Tests.Workers;

/// <summary>What a worker says of itself, at first and later.</summary>
public sealed class WorkerChangeTests
{
    private static readonly KeyValuePair<string, string?>[] Brief = [new("WakeUps:Interval", "00:00:00.100")];

    private const string MediaHash = """{ "steps": [{ "$type": "mediaHash", "input": { "mediaUrl": "https://example.com/a.png", "hashTypes": ["perceptual"] } }] }""";

    [Fact]
    public async Task Registration_WithAllItMayHold_IsReadBackAndSaysHowOftenToRenew()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var http = await host.With("workers", TokenRole.Worker);

        var made = await http.Send("POST", HandWorker.Root, """
            { "provider": "gpu-box", "name": "host 7", "capabilities": [{ "type": "echo", "input": { "properties": { "message": { "maxLength": 9 } } } }], "slots": 3, "resources": ["urn:air:sdxl:model:x:1@2"] }
            """);
        var read = await http.Send("GET", made.Headers["Location"]);

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(made.Json.GetProperty("id").GetString(), read.Json.GetProperty("id").GetString());
        Assert.Equal("gpu-box", read.Json.GetProperty("provider").GetString());
        Assert.Equal("host 7", read.Json.GetProperty("name").GetString());
        Assert.Equal(3, read.Json.GetProperty("slots").GetInt32());
        Assert.Equal("urn:air:sdxl:model:x:1@2", read.Json.GetProperty("resources")[0].GetString());
        Assert.Equal(9, read.Json.GetProperty("capabilities")[0].GetProperty("input").GetProperty("properties").GetProperty("message").GetProperty("maxLength").GetInt32());
        Assert.True(read.Json.GetProperty("heartbeatSeconds").GetDouble() * 3 <= read.Json.GetProperty("leaseSeconds").GetDouble());
    }

    [Fact]
    public async Task Change_OfSlotsAndResources_LeavesTheRestAndOutlivesARestart()
    {
        var first = await HeldHost.Run(slots: 0, []);
        var worker = await HandWorker.Register(first, slots: 1);

        var changed = await worker.Change("""{ "slots": 4, "resources": ["a", "b"] }""");
        await using var second = await first.Restart([]);
        var read = (await worker.Get()).Json;

        Assert.True(changed.Status == HttpStatusCode.OK, changed.Text);
        Assert.Equal(4, read.GetProperty("slots").GetInt32());
        Assert.Equal(2, read.GetProperty("resources").GetArrayLength());
        Assert.Equal("echo", read.GetProperty("capabilities")[0].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Change_ToMoreSlots_LetsTheWorkerHoldMore()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, slots: 1);
        await caller.Submitted(Calls.Echo(), query: "");
        await caller.Submitted(Calls.Echo(), query: "");
        await worker.ClaimOne();

        var full = await worker.Claim(wait: 0);
        var waiting = worker.Claim();
        await worker.Change("""{ "slots": 2 }""");
        var more = (await waiting).Count > 0 ? waiting : worker.Claim();

        Assert.Empty(full);
        Assert.Single(await more);
    }

    [Fact]
    public async Task Change_OfWhatItCanDo_BringsJobsThatWaitAndEndsThoseNobodyCanDo()
    {
        await using var host = await HeldHost.Run(slots: 0, Brief);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, capabilities: """[{ "type": "echo" }]""");
        var other = await HandWorker.Register(host, "other", capabilities: """[{ "type": "mediaHash" }]""");
        var echo = await caller.Submitted(Calls.Echo(), query: "");
        var hash = await caller.Submitted(MediaHash, query: "");

        await worker.Change("""{ "capabilities": [{ "type": "mediaHash" }] }""");
        var claimed = await worker.ClaimOne();
        var ended = (await caller.Send("GET", $"{Calls.Workflows}/{echo}?wait=60")).Json;

        Assert.Equal(hash, claimed.WorkflowId);
        Assert.Empty(await other.Claim(wait: 0));
        Assert.Equal("no_provider_available", ended.GetProperty("steps")[0].GetProperty("jobs")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Change_OfWhatItCanDo_EndsAWaitForTheOld()
    {
        await using var host = await HeldHost.Run(slots: 0, Brief);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, capabilities: """[{ "type": "echo" }]""");
        await HandWorker.Register(host, capabilities: """[{ "type": "echo" }]""");

        var waiting = worker.Claim(wait: 60);
        await worker.Change("""{ "capabilities": [{ "type": "mediaHash" }] }""");
        var none = await waiting;
        await caller.Submitted(Calls.Echo(), query: "");

        Assert.Empty(none);
        Assert.Empty(await worker.Claim(wait: 0));
    }

    [Theory]
    [InlineData("""{ "slots": 0 }""", "slots")]
    [InlineData("""{ "capabilities": [] }""", "capabilities")]
    [InlineData("""{ "capabilities": [{ "type": "nonsense" }] }""", "capabilities[0].type")]
    [InlineData("""{ "resources": [""] }""", "resources[0]")]
    public async Task Change_ThatIsWrong_IsRefusedByItsPath(string body, string path)
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var worker = await HandWorker.Register(host);

        (await worker.Change(body)).IsProblem(400, "validation").Names(path);
    }

    [Fact]
    public async Task Change_OfAWorkerThatIsNotThere_IsA404()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var worker = await HandWorker.Register(host);
        await worker.Leave();

        (await worker.Change("""{ "slots": 2 }""")).IsProblem(404, "worker-not-found");
    }
}
