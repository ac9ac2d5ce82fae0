using System.Net;
using System.Net.Http.Headers;
using Baton.Storage.Sqlite;
using Baton.Tests.Blobs;
using Baton.Tests.Workers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Storage;

/// <summary>Over real HTTP, with a database that somebody else holds or that cannot be read: callers are told to come again, nothing is half done, and afterwards all goes on.</summary>
public sealed class StoreAwayTests
{
    private static readonly KeyValuePair<string, string?>[] Impatient =
    [
        new("Storage:BusyTimeout", "00:00:00"),
        new("WakeUps:Interval", "00:00:00.100"),
        // A report that is lost with its save is made up for when the claim runs out.
        new("InProcessWorkers:LeaseDuration", "00:00:03"),
    ];

    [Theory]
    [InlineData("POST", "", """{ "steps": [{ "$type": "echo", "input": { "message": "new" } }] }""")]
    [InlineData("PUT", "/ID", """{ "status": "canceled" }""")]
    [InlineData("PUT", "/ID", """{ "metadata": { "seen": true } }""")]
    [InlineData("PATCH", "/ID", """[{ "op": "add", "path": "/metadata/seen", "value": true }]""")]
    [InlineData("DELETE", "/ID", null)]
    [InlineData("POST", "/ID/tags", "\"late\"")]
    public async Task Change_WhileTheStoreIsAway_IsToldToComeAgainAndChangesNothing(string method, string path, string? body)
    {
        await using var host = await HeldHost.Run(slots: 1, Impatient);
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var job = await host.Jobs.Next();
        await Started(caller, id);
        var place = $"{Calls.Workflows}{path.Replace("ID", id, StringComparison.Ordinal)}";
        var contentType = method == "PATCH" ? "application/json-patch+json" : "application/json";

        await using (await Hold(host))
        {
            IsAway(await caller.Send(method, place, body, contentType));
        }

        var workflow = await caller.Workflow(id);
        Assert.Equal("processing", workflow.GetProperty("status").GetString());
        Assert.Empty(workflow.GetProperty("tags").EnumerateArray());
        Assert.Empty(workflow.GetProperty("metadata").EnumerateObject());
        Assert.Single((await caller.Send("GET", Calls.Workflows)).Json.GetProperty("items").EnumerateArray());
        Assert.True((int)(await caller.Send(method, place, body, contentType)).Status < 300);
        job.Succeed();
    }

    [Fact]
    public async Task Submit_SentAgainWhenTheStoreIsBack_BeginsOneWorkflow()
    {
        await using var host = await HeldHost.Run(slots: 1, Impatient);
        using var caller = await host.Caller("ann");
        var body = Calls.Echo(more: """, "externalId": "order-8" """);

        await using (await Hold(host))
        {
            IsAway(await caller.Send("POST", Calls.Workflows + "?wait=30", body));
        }

        var id = await caller.Submitted(body, query: "");
        Assert.Equal(id, await caller.Submitted(body, query: ""));
        await AssertAllSucceed(host, caller, [id]);
    }

    [Fact]
    public async Task Job_ThatEndsWhileTheStoreIsAway_IsNotToldBeforeItIsOnDiskAndNotLost()
    {
        await using var host = await HeldHost.Run(slots: 1, Impatient);
        using var caller = await host.Caller("ann");
        var first = await caller.Submitted(Calls.Echo("first"), query: "");
        var second = await caller.Submitted(Calls.Echo("second"), query: "");
        var job = await host.Jobs.Next();
        await Started(caller, first);

        await using (await Hold(host))
        {
            job.Succeed();
            var answer = await caller.Send("GET", $"{Calls.Workflows}/{first}?wait=1");
            Assert.True(answer.Status is HttpStatusCode.Accepted or HttpStatusCode.ServiceUnavailable, answer.Text);
        }

        await AssertAllSucceed(host, caller, [first, second]);
    }

    [Fact]
    public async Task Worker_WhileTheStoreIsAway_IsToldToComeAgainAndKeepsWhatItHolds()
    {
        await using var host = await HeldHost.Run(slots: 0, Impatient);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var first = await caller.Submitted(Calls.Echo("first"), query: "");
        var held = await worker.ClaimOne();
        var second = await caller.Submitted(Calls.Echo("second"), query: "");

        await using (await Hold(host))
        {
            IsAway(await worker.Complete(held));
            Assert.Empty(await worker.Claim(wait: 0));
        }

        Assert.Equal(204, (int)(await worker.Complete(held)).Status);
        var next = await worker.ClaimOne();
        Assert.Equal(second, next.WorkflowId);
        Assert.Equal(204, (int)(await worker.Complete(next)).Status);
        foreach (var id in (string[])[first, second])
        {
            var workflow = (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60")).Json;
            Assert.Equal("succeeded", workflow.GetProperty("status").GetString());
            Assert.Single(workflow.GetProperty("steps")[0].GetProperty("jobs").EnumerateArray());
        }
    }

    [Fact]
    public async Task Upload_WhileTheStoreIsAway_LeavesNoFileAndWorksAfterwards()
    {
        await using var host = await HeldHost.Run(slots: 1, Impatient);
        using var caller = await host.Caller("ann");

        await using (await Hold(host))
        {
            IsAway(await Upload(caller));
            Assert.Empty(Directory.GetFiles(Path.Combine(Database(host).Directory, "blobs"), "*", SearchOption.AllDirectories));
        }

        Assert.Equal(201, (int)(await Upload(caller)).Status);
    }

    [Fact]
    public async Task Read_WhenTheStoreCannotBeRead_IsToldToComeAgain()
    {
        var faults = new StoreFaults();
        await using var host = await HeldHost.Run(slots: 1, [], faults.Into);
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), query: "");
        (await host.Jobs.Next()).Succeed();
        Assert.Equal(200, (int)(await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60")).Status);

        faults.IsAway = true;
        IsAway(await caller.Send("GET", $"{Calls.Workflows}/{id}"));
        IsAway(await caller.Send("GET", $"{Calls.Workflows}/{Calls.NoId}?wait=60"));
        IsAway(await caller.Send("GET", $"{Calls.Workflows}/{id}/steps/0"));
        IsAway(await caller.Send("GET", Calls.Workflows));
        Assert.Equal(503, (int)(await caller.Send("GET", "/health/ready")).Status);
        Assert.Equal(200, (int)(await caller.Send("GET", "/health/live")).Status);

        faults.IsAway = false;
        Assert.Equal(200, (int)(await caller.Send("GET", $"{Calls.Workflows}/{id}")).Status);
        Assert.Equal(200, (int)(await caller.Send("GET", "/health/ready")).Status);
    }

    /// <summary>Until the claim is on disk; the job begins before.</summary>
    private static async Task Started(HttpClient caller, string id)
    {
        while ((await caller.Workflow(id)).GetProperty("status").GetString() != "processing")
        {
            BatonHost.Stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Lets every job end well that is begun. An echo may run twice and begins before it is on disk, so there may be one that a failed save made void.</summary>
    private static async Task AssertAllSucceed(HeldHost host, HttpClient caller, IReadOnlyList<string> ids)
    {
        var ended = Task.WhenAll(ids.Select(id => caller.Send("GET", $"{Calls.Workflows}/{id}?wait=90")));
        var next = host.Jobs.Next().AsTask();
        while (await Task.WhenAny(ended, next) == next)
        {
            (await next).End.TrySetResult((await next).Input);
            next = host.Jobs.Next().AsTask();
        }

        foreach (var answer in await ended)
        {
            Assert.Equal("succeeded", answer.Json.GetProperty("status").GetString());
            Assert.Single(answer.Json.GetProperty("steps")[0].GetProperty("jobs").EnumerateArray());
        }
    }

    private static void IsAway(Answer answer) => Assert.Equal("2", answer.IsProblem(503, "store-unavailable").Headers["Retry-After"]);

    private static async Task<Answer> Upload(HttpClient caller)
    {
        using var content = new ByteArrayContent(AMedia.Png);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var response = await caller.PostAsync(new Uri("/v2/consumer/blobs", UriKind.Relative), content, BatonHost.Stop);
        return await Answer.Read(response);
    }

    private static SqliteDatabase Database(HeldHost host) => host.Services.GetRequiredService<SqliteDatabase>();

    /// <summary>Another process writes, and does not end, until this is disposed of.</summary>
    private static async Task<SqliteConnection> Hold(HeldHost host)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Database(host).Path, Pooling = false }.ToString());
        await connection.OpenAsync(BatonHost.Stop);
        await using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync(BatonHost.Stop);
        return connection;
    }
}
