using System.Net;
using System.Text.Json;
using Baton.Blobs;
using Baton.Tests.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Workers;

/// <summary>What a caller sees of a result while it is made.</summary>
public sealed class WorkerPreviewTests
{
    private static string DataUrl(byte[] picture) => $"data:image/png;base64,{Convert.ToBase64String(picture)}";

    [Fact]
    public async Task Preview_InAHeartbeat_CanBeReadByTheCallerWhileTheJobRunsAndIsGoneAfterwards()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();

        var before = Job(await caller.Workflow(id));
        var shown = await worker.Heartbeat(job, $""", "progress": 0.5, "preview": "{DataUrl(AMedia.Png)}" """);
        var during = Job(await caller.Workflow(id));
        var url = new Uri(during.GetProperty("previewUrl").GetString()!);
        using var anonymous = new HttpClient();
        var picture = await anonymous.GetByteArrayAsync(url, BatonHost.Stop);
        await worker.Heartbeat(job, """, "progress": 0.6 """);
        var kept = Job(await caller.Workflow(id));
        await worker.Complete(job);
        var after = Job(await caller.Workflow(id));

        Assert.False(before.TryGetProperty("previewUrl", out _));
        Assert.True(shown.Json.GetProperty("claims")[0].GetProperty("held").GetBoolean(), shown.Text);
        Assert.Equal(AMedia.Png, picture);
        Assert.True(during.GetProperty("previewUrlExpiresAt").GetDateTimeOffset() > during.GetProperty("startedAt").GetDateTimeOffset());
        Assert.True(kept.TryGetProperty("previewUrl", out _));
        Assert.False(after.TryGetProperty("previewUrl", out _));
        Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync(url, BatonHost.Stop)).StatusCode);
    }

    [Fact]
    public async Task Preview_OvertakenTwice_IsRemoved()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();
        var urls = new List<Uri>();
        for (var i = 0; i < 3; i++)
        {
            await worker.Heartbeat(job, $""", "preview": "{DataUrl(AMedia.Png)}" """);
            urls.Add(new Uri(Job(await caller.Workflow(id)).GetProperty("previewUrl").GetString()!));
        }

        using var anonymous = new HttpClient();
        var answers = await Task.WhenAll(urls.Select(url => anonymous.GetAsync(url, BatonHost.Stop)));

        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK], answers.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task Preview_ThatNamesAnUpload_IsShownAndStaysWhenTheJobEnds()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();
        var blob = (await worker.Upload(job, AMedia.Png, "image/png")).GetProperty("id").GetString()!;

        await worker.Heartbeat(job, $""", "preview": "{blob}" """);
        var during = Job(await caller.Workflow(id)).GetProperty("previewUrl").GetString();
        await worker.Complete(job);

        Assert.Contains(blob, during, StringComparison.Ordinal);
        Assert.NotNull(await host.Services.GetRequiredService<IBlobs>().FindAnyOwner(new BlobId(blob), BatonHost.Stop));
    }

    [Theory]
    [InlineData("data:text/plain,hello")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("data:image/png;base64,?")]
    [InlineData("https://example.com/a.png")]
    [InlineData("blob_01ARZ3NDEKTSV4RRFFQ69G5FAV.png")]
    [InlineData("")]
    public async Task Preview_ThatIsNone_IsRefusedByItsPathAndTheJobStaysHeld(string preview)
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();

        (await worker.Heartbeat(job, $""", "preview": {JsonSerializer.Serialize(preview)} """)).IsProblem(400, "validation").Names("claims[0].preview");

        Assert.True((await worker.Heartbeat(job)).Json.GetProperty("claims")[0].GetProperty("held").GetBoolean());
    }

    [Fact]
    public async Task Preview_OfMoreThan64KiB_IsRefused()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        await caller.Submitted(Calls.Echo(), query: "");
        var job = await worker.ClaimOne();
        byte[] large = [.. AMedia.Png, .. new byte[64 * 1024]];

        (await worker.Heartbeat(job, $""", "preview": "{DataUrl(large)}" """)).IsProblem(400, "validation").Names("claims[0].preview");
    }

    [Fact]
    public async Task Handler_InThisProcess_ShowsItsStageAndAPicture()
    {
        await using var host = await HeldHost.Run(slots: 1, [new("InProcessWorkers:ProgressInterval", "00:00:00.050")]);
        var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var job = await host.Jobs.Next();

        job.Context.Enter(Contracts.Workflows.WorkflowStatus.Preparing);
        job.Context.Show(AMedia.Png, "image/png");
        JsonElement seen;
        do
        {
            seen = Job((await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=5&until=change")).Json);
        }
        while (!seen.TryGetProperty("previewUrl", out _));
        job.Succeed();
        var after = (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60")).Json;

        Assert.Equal("preparing", seen.GetProperty("status").GetString());
        Assert.Equal("succeeded", after.GetProperty("status").GetString());
        Assert.False(Job(after).TryGetProperty("previewUrl", out _));
    }

    private static JsonElement Job(JsonElement workflow) => workflow.GetProperty("steps")[0].GetProperty("jobs")[0];
}
