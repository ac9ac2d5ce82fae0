using System.Net;
using Baton.Client.Workers;
using Baton.Tests.Blobs;
using Baton.Tests.Moderation;
using Baton.Tests.Workers;
using Xunit;

namespace Baton.Tests.Live;

/// <summary>The stream of one workflow, from a whole server.</summary>
public sealed class WorkflowStreamTests
{
    private static readonly KeyValuePair<string, string?>[] Prompt = [new("InProcessWorkers:ProgressInterval", "00:00:00.050")];

    [Fact]
    public async Task Reader_OfARunningWorkflow_IsToldHowItIsAndWhatHappensUntilTheEnd()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        var job = await host.Jobs.Next();
        await Processing(caller, id);

        await using var reader = await LiveReader.Open(caller, Events(id));
        var present = await reader.Until(item => item.Type == "job");
        job.Succeed();
        var rest = await reader.ToEnd();

        Assert.Equal(["workflow:processing", "step:processing", "job:processing"], present.Select(item => item.Name));
        Assert.Equal(["job:succeeded", "step:succeeded", "workflow:succeeded"], rest.Select(item => item.Name));
        Assert.All(present.Concat(rest), item => Assert.Equal(id, item.WorkflowId));
        var workflow = await caller.Workflow(id);
        Assert.Equal(workflow.GetProperty("completedAt").GetDateTimeOffset(), rest[^1].Json.GetProperty("timestamp").GetDateTimeOffset());
    }

    [Fact]
    public async Task Progress_OfAJob_IsToldAsItIsReported()
    {
        await using var host = await HeldHost.Run(slots: 1, Prompt);
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        var job = await host.Jobs.Next();

        await using var reader = await LiveReader.Open(caller, Events(id));
        job.Context.Report(0.5);
        var told = await reader.Until(item => item.Json.TryGetProperty("progress", out var progress) && progress.GetDouble() == 0.5);
        job.Succeed();

        Assert.Equal("job:processing", told[^1].Name);
        Assert.Equal("workflow:succeeded", (await reader.ToEnd())[^1].Name);
    }

    [Fact]
    public async Task Preview_OfAJob_IsToldWithAnAddressThatShowsIt()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host);
        var id = await caller.Submitted(Calls.Echo(), "");
        var job = await worker.ClaimOne();

        await using var reader = await LiveReader.Open(caller, Events(id) + "?type=job:*");
        await using var deaf = await LiveReader.Open(caller, Events(id) + "?type=workflow:*");
        await worker.Heartbeat(job, $""", "preview": "data:image/png;base64,{Convert.ToBase64String(AMedia.Png)}" """);
        var told = await reader.Until(item => item.Type == "preview");
        using var anonymous = new HttpClient();
        var picture = await anonymous.GetByteArrayAsync(new Uri(told[^1].Json.GetProperty("previewUrl").GetString()!), BatonHost.Stop);
        await using var later = await LiveReader.Open(caller, Events(id), reader.LastEventId);
        await worker.Complete(job);
        var rest = await reader.ToEnd();

        Assert.Equal(AMedia.Png, picture);
        Assert.Equal((id, "0", job.JobId), (told[^1].WorkflowId, told[^1].Json.GetProperty("stepName").GetString(), told[^1].Json.GetProperty("jobId").GetString()));
        Assert.DoesNotContain(rest, item => item.Type == "preview");
        Assert.DoesNotContain(await deaf.ToEnd(), item => item.Type == "preview");
        Assert.DoesNotContain(await later.ToEnd(), item => item.Type == "preview");
    }

    [Fact]
    public async Task Failure_IsToldWithItsReason_JobBeforeStepBeforeWorkflow()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        var job = await host.Jobs.Next();

        await using var reader = await LiveReader.Open(caller, Events(id) + "?type=job:failed&type=step:failed&type=workflow:*");
        job.Fail(JobFailure.Blocked, "It shows too much.");
        var told = (await reader.ToEnd()).TakeLast(3).ToList();

        Assert.Equal(["job:failed", "step:failed", "workflow:failed"], told.Select(item => item.Name));
        Assert.Equal(("blocked", "It shows too much."), (told[0].Json.GetProperty("reason").GetString(), told[0].Json.GetProperty("blockedReason").GetString()));
    }

    [Fact]
    public async Task Reader_ThatComesBack_IsToldOnlyWhatItDoesNotKnow()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        var job = await host.Jobs.Next();
        await Processing(caller, id);
        string seen;
        await using (var first = await LiveReader.Open(caller, Events(id)))
        {
            await first.Until(item => item.Type == "job");
            seen = first.LastEventId;
        }

        await using var second = await LiveReader.Open(caller, Events(id), seen);
        job.Succeed();
        var told = await second.ToEnd();

        Assert.Equal(["job:succeeded", "step:succeeded", "workflow:succeeded"], told.Select(item => item.Name));
        await using var late = await LiveReader.Open(caller, Events(id), seen);
        Assert.Equal("workflow:succeeded", (await late.ToEnd())[^1].Name);
        using var done = await LiveReader.Ask(caller, Events(id), second.LastEventId);
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
    }

    [Fact]
    public async Task Event_InTheMiddleOfWhatCameTogether_HasNoIdToComeBackWith()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        (await host.Jobs.Next()).Succeed();
        await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60");

        await using var reader = await LiveReader.Open(caller, Events(id));
        await reader.Next();
        var cutOff = reader.LastEventId;
        await reader.ToEnd();

        Assert.Equal("", cutOff);
        Assert.NotEqual("", reader.LastEventId);
    }

    [Fact]
    public async Task Server_ThatWasStarted_KnowsTheIdsOfItsPredecessor()
    {
        var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var ended = await caller.Submitted(Calls.Echo(), "");
        (await host.Jobs.Next()).Succeed();
        await caller.Send("GET", $"{Calls.Workflows}/{ended}?wait=60");
        var waiting = await caller.Submitted(Calls.Echo(), "");
        await host.Jobs.Next();
        await Processing(caller, waiting);
        var (end, middle) = (await LastIdOf(caller, ended, "workflow:succeeded"), await LastIdOf(caller, waiting, "job:processing"));

        host = await host.Restart([]);
        await using (host)
        {
            using var nothingMore = await LiveReader.Ask(caller, Events(ended), end);
            await using var reader = await LiveReader.Open(caller, Events(waiting), middle);
            var told = await reader.ToEnd();

            Assert.Equal(HttpStatusCode.NoContent, nothingMore.StatusCode);
            Assert.Equal("workflow:failed", told[^1].Name); // Nobody is left to do it.
        }
    }

    [Fact]
    public async Task Filter_LeavesOutOtherEvents_AndTheEndIsKnownAllTheSame()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        (await host.Jobs.Next()).Succeed();
        await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60");

        await using var reader = await LiveReader.Open(caller, Events(id) + "?type=job:failed");
        var text = await (await LiveReader.Ask(caller, Events(id) + "?type=job:failed")).Content.ReadAsStringAsync(BatonHost.Stop);

        Assert.Equal(["ready"], (await reader.ToEnd()).Select(item => item.Name));
        var mark = Assert.Single(text.Split('\n'), line => line.StartsWith("id: ", StringComparison.Ordinal))[4..];
        using var done = await LiveReader.Ask(caller, Events(id), mark);
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        (await caller.Send("GET", Events(id) + "?type=job")).IsProblem(400, "validation").Names("type");
        (await caller.Send("GET", Events(id) + "?type=job:done")).IsProblem(400, "validation").Names("type");
    }

    [Fact]
    public async Task QuietStream_IsKeptByCommentsThatTellNothing()
    {
        await using var host = await HeldHost.Run(slots: 1, [new("Live:Heartbeat", "00:00:00.600"), new("Live:Retry", "00:00:07")]);
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        await host.Jobs.Next();

        using var answer = await LiveReader.Ask(caller, Events(id));
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(BatonHost.Stop));
        var first = await lines.ReadLineAsync(BatonHost.Stop);
        var beats = 0;
        while (beats < 3)
        {
            beats += await lines.ReadLineAsync(BatonHost.Stop) == ":" ? 1 : 0;
        }

        Assert.Equal("retry: 7000", first);
        Assert.Equal("no", answer.Headers.GetValues("X-Accel-Buffering").Single());
    }

    [Fact]
    public async Task Stream_ThatLastedLongEnough_EndsAndItsReaderComesBack()
    {
        await using var host = await HeldHost.Run(slots: 1, [new("Live:Heartbeat", "00:00:00.600"), new("Live:DurationMax", "00:00:01")]);
        using var caller = await host.Caller("ann");
        var id = await caller.Submitted(Calls.Echo(), "");
        var job = await host.Jobs.Next();
        await Processing(caller, id);

        await using var reader = await LiveReader.Open(caller, Events(id));
        await reader.ToEnd();
        await using var again = await LiveReader.Open(caller, Events(id), reader.LastEventId);
        job.Succeed();

        Assert.Equal(["job:succeeded", "step:succeeded", "workflow:succeeded"], (await again.ToEnd()).Select(item => item.Name));
    }

    [Fact]
    public async Task Workflow_ThatTheTokenMayNotSee_Is404()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("ann");
        using var other = await host.Caller("bob");
        var id = await caller.Submitted(Calls.Echo(), "");
        (await host.Jobs.Next()).Succeed();
        var ephemeral = caller.Submitted(Calls.Echo(more: """, "ephemeral": true"""));
        (await host.Jobs.Next()).Succeed();
        var gone = await ephemeral;

        (await other.Send("GET", Events(id))).IsProblem(404, "workflow-not-found");
        (await caller.Send("GET", Events(Calls.NoId))).IsProblem(404, "workflow-not-found");
        (await caller.Send("GET", Events("nonsense"))).IsProblem(404, "workflow-not-found");
        (await caller.Send("GET", Events(gone))).IsProblem(404, "workflow-not-found");
        await caller.Send("DELETE", $"{Calls.Workflows}/{id}");
        (await caller.Send("GET", Events(id))).IsProblem(404, "workflow-not-found");
    }

    [Fact]
    public async Task Details_CarryOutputs_AndKeepMatureOnesWithheld()
    {
        using var rules = new AFileOfRules();
        await using var host = await HeldHost.Run(slots: 0, rules.Settings);
        using var caller = await host.Caller("ann");
        var worker = await HandWorker.Register(host, capabilities: """[{ "type": "echo" }, { "type": "textToSpeech" }]""");
        var speech = await MatureSpeech.Make(caller, worker);

        await using var plain = await LiveReader.Open(caller, Events(speech.WorkflowId));
        await using var detailed = await LiveReader.Open(caller, Events(speech.WorkflowId) + "?detailed=true");
        var bare = await plain.ToEnd();
        Assert.Equal([null, true], bare.Where(item => item.Type == "job").Select(item => item.Json.TryGetProperty("matureContent", out var mature) ? mature.GetBoolean() : (bool?)null));
        var told = await detailed.ToEnd();

        Assert.All(bare, item => Assert.False(item.Json.TryGetProperty("details", out _)));
        var words = Assert.Single(told, item => item.Type == "step" && item.Json.GetProperty("name").GetString() == "words");
        Assert.Equal("a nude, spoken of", words.Json.GetProperty("details").GetProperty("output").GetProperty("message").GetString());
        var blob = Assert.Single(told, item => item.Type == "step" && item.Json.GetProperty("name").GetString() == "speech").Json.GetProperty("details").GetProperty("output").GetProperty("audioBlob");
        Assert.False(blob.TryGetProperty("url", out _));
        Assert.False(blob.GetProperty("available").GetBoolean());
        Assert.Equal(4, told[^1].Json.GetProperty("details").GetProperty("steps").GetArrayLength() * 2);
    }

    [Fact]
    public async Task Streams_OfAnAccount_AreCountedAndBounded()
    {
        await using var host = await HeldHost.Run(slots: 1, [new("Tiers:Definitions:standard:LiveStreams", "2")]);
        using var caller = await host.Caller("ann");
        using var other = await host.Caller("bob");
        var id = await caller.Submitted(Calls.Echo(), "");
        await host.Jobs.Next();

        await using var one = await LiveReader.Open(caller, Events(id));
        var two = await LiveReader.Open(caller, "/v2/consumer/events");
        var refused = await caller.Send("GET", Events(id));
        await using var another = await LiveReader.Open(other, "/v2/consumer/events");

        refused.IsProblem(429, "too-many-streams");
        Assert.Equal((2, 2), await Used(caller));
        await two.DisposeAsync();
        await Until(async () => (await Used(caller)).Used == 1);
        await using var three = await LiveReader.Open(caller, Events(id));
    }

    private static string Events(string id) => $"{Calls.Workflows}/{id}/events";

    private static async Task<string> LastIdOf(HttpClient caller, string id, string last)
    {
        await using var reader = await LiveReader.Open(caller, Events(id));
        await reader.Until(item => item.Name == last);
        return reader.LastEventId;
    }

    private static async Task Processing(HttpClient caller, string id) =>
        await Until(async () => (await caller.Workflow(id)).GetProperty("status").GetString() == "processing");

    private static async Task<(int Max, int Used)> Used(HttpClient caller)
    {
        var streams = (await caller.Send("GET", "/v2/consumer/account")).Json.GetProperty("liveStreams");
        return (streams.GetProperty("max").GetInt32(), streams.GetProperty("used").GetInt32());
    }

    /// <summary>What is looked at from outside has no signal; each look is a request.</summary>
    private static async Task Until(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        while (!await holds())
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
