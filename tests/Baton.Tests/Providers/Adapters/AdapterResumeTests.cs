using System.Net;
using System.Net.Sockets;
using Baton.Client.Workers;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>What an adapter does about a request that an earlier claim left under way: the service counts how often it would have been paid.</summary>
public sealed class AdapterResumeTests
{
    public static TheoryData<string> Adapters => new(AdapterInputs.Adapters);

    [Theory]
    [InlineData("comfy")]
    [InlineData("fal")]
    [InlineData("replicate")]
    public async Task Request_WhoseIdIsKnown_IsWatchedOnAndNotMadeAgain(string adapter)
    {
        await using var server = await Started(adapter);
        using var first = await Interrupted(adapter, server);

        using var next = Job(adapter, server);
        next.Open = first.Open;
        server.Release.SetResult();
        await next.RunPrompt(adapter, Prompt(adapter));

        Assert.Equal((1, 0), (server.Made(Prompt(adapter)), next.Begun));
        Assert.Single(next.Blobs);
        Assert.Empty(server.Stopped);
    }

    [Theory]
    [InlineData("comfy", false)]
    [InlineData("comfy", true)]
    [InlineData("replicate", false)]
    public async Task Request_WhoseIdWasNeverLearned_IsFoundByAskingTheService(string adapter, bool isOlder)
    {
        await using var server = await Started(adapter, isOlder);
        using var first = await Interrupted(adapter, server);

        using var next = Job(adapter, server);
        next.Open = first.Open! with { RemoteId = null };
        server.Release.SetResult();
        await next.RunPrompt(adapter, Prompt(adapter));

        Assert.Equal((1, 0), (server.Made(Prompt(adapter)), next.Begun));
        Assert.Equal(first.Open.RemoteId, next.Open!.RemoteId);
    }

    [Theory]
    [InlineData("comfy")]
    [InlineData("replicate")]
    public async Task Request_ThatNeverArrived_IsMadeOnce(string adapter)
    {
        await using var server = await Started(adapter);
        using var next = Job(adapter, server);
        next.Open = new OpenRequest("job_1_0_0-1.1", null, TimeProvider.System.GetUtcNow());

        await next.RunPrompt(adapter, $"rings {adapter} fine");

        Assert.Equal((1, 1), (server.Made($"rings {adapter} fine"), next.Begun));
    }

    [Fact]
    public async Task Request_WhoseIdWasNeverLearnedAndThatCannotBeAskedFor_IsRefusedRatherThanPaidTwice()
    {
        await using var server = await Started("fal");
        using var first = await Interrupted("fal", server);
        using var next = Job("fal", server);
        next.Open = first.Open! with { RemoteId = null };

        var refusal = await Assert.ThrowsAsync<JobFailedException>(() => next.RunPrompt("fal", Prompt("fal")));

        Assert.Equal(JobFailure.Rejected, refusal.Kind);
        Assert.Contains("so it is not made again", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Made(Prompt("fal")));
    }

    [Theory]
    [InlineData("chat", "Repeat", 1)]
    [InlineData("chat", "Refuse", 0)]
    [InlineData("a1111", "Repeat", 1)]
    [InlineData("fal", "Repeat", 1)]
    public async Task Request_WhoseAnswerIsLost_IsMadeAgainOrNotAsTheSettingSays(string adapter, string whenLost, int made)
    {
        await using var server = await Started(adapter);
        using var next = Job(adapter, server, ("WhenLost", whenLost));
        next.Open = new OpenRequest("job_1_0_0-1.1", null, TimeProvider.System.GetUtcNow());

        var failure = await Record.ExceptionAsync(() => next.RunPrompt(adapter, $"rings {adapter} fine"));

        Assert.Equal(made == 0, failure is JobFailedException { Kind: JobFailure.Rejected });
        Assert.Equal(made, server.Made($"rings {adapter} fine"));
    }

    [Theory]
    [InlineData("chat", "lost", true)]
    [InlineData("openai", "gateway", true)]
    [InlineData("chat", "half", true)]
    [InlineData("openai", "half", false)]
    public async Task Repeat_OfARequestWhoseAnswerIsLost_HasTheSameNameSoThatAServerCanTell(string adapter, string fault, bool isSame)
    {
        await using var server = new OpenAiServer();
        await server.Start();
        using var job = Job(adapter, server);
        var prompt = $"rings {adapter} {fault}";

        var failure = await Assert.ThrowsAsync<JobFailedException>(() => job.RunPrompt(adapter, prompt));
        await job.RunPrompt(adapter, prompt);

        Assert.Equal(JobFailure.Transient, failure.Kind);
        var keys = server.Keys.Where(one => one.Prompt == prompt).Select(one => one.Key).ToList();
        Assert.Equal(2, keys.Count);
        Assert.Equal(isSame, keys[0] == keys[1]);
        Assert.All(keys, Assert.NotEmpty);
    }

    [Fact]
    public async Task Prediction_WhoseIdWasNeverLearned_IsFoundBehindThePagesOfOthers()
    {
        await using var server = new ReplicateServer { PageLength = 2 };
        await server.Start();
        using var first = await Interrupted("replicate", server);
        foreach (var number in Enumerable.Range(0, 5))
        {
            using var other = Job("replicate", server);
            await other.RunPrompt("replicate", $"other {number} fine");
        }

        using var next = Job("replicate", server);
        next.Open = first.Open! with { RemoteId = null };
        server.Release.SetResult();
        await next.RunPrompt("replicate", Prompt("replicate"));

        Assert.Equal((1, 0), (server.Made(Prompt("replicate")), next.Begun));
    }

    [Fact]
    public async Task Upload_WhoseConnectionBreaks_IsNoLostRequest()
    {
        const string Source = "baton://blobs/large.png";
        const string Input = $$"""{ "engine": "seedream", "version": "v4", "prompt": "rings fine", "images": ["{{Source}}"] }""";
        await using var server = new ReplicateServer { LosesUpload = true };
        await server.Start();
        using var job = Job("replicate", server);
        job.Sources[Source] = (new byte[300 * 1024], "image/png");

        var failure = await Assert.ThrowsAsync<JobFailedException>(() => job.Run("imageGen", Input));

        Assert.Equal((JobFailure.Transient, 0), (failure.Kind, server.Made("rings fine")));
        Assert.Null(job.Open);
    }

    [Theory]
    [MemberData(nameof(Adapters))]
    public async Task Connection_ThatFailsBeforeAnythingIsSent_IsTransientAndLeavesNoRequest(string adapter)
    {
        await using var server = await Started(adapter);
        var port = server.Url.Port;
        foreach (var url in (Uri[])[new($"https://127.0.0.1:{port}"), new($"http://127.0.0.1:{Closed()}")])
        {
            using var job = AdapterJob.At(adapter, url);

            var failure = await Assert.ThrowsAsync<JobFailedException>(() => job.RunPrompt(adapter, $"rings {adapter} fine"));

            Assert.Equal(JobFailure.Transient, failure.Kind);
            Assert.Contains("cannot be reached", failure.Message, StringComparison.Ordinal);
            Assert.Null(job.Open);
        }

        Assert.Equal(0, server.Made($"rings {adapter} fine"));
    }

    [Theory]
    [MemberData(nameof(Adapters))]
    public async Task Service_ThatHangs_IsGivenUpAfterItsTimeAndStopped(string adapter)
    {
        await using var server = await Started(adapter);
        using var job = Job(adapter, server, ("Timeout", "00:00:01"));

        var failure = await Assert.ThrowsAsync<JobFailedException>(() => job.RunPrompt(adapter, Prompt(adapter)));

        Assert.Equal(JobFailure.Transient, failure.Kind);
        Assert.Contains("in time", failure.Message.Replace("did not finish within", "in time", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(adapter is "comfy" or "fal" or "replicate", job.Open is null);
    }

    private static string Prompt(string adapter) => $"rings {adapter} hang";

    private static async Task<ProtocolServer> Started(string adapter, bool isOlder = false)
    {
        ProtocolServer server = adapter switch
        {
            "comfy" => new ComfyServer { ChoosesIds = isOlder },
            "a1111" => new A1111Server(),
            "fal" => new FalServer(),
            "replicate" => new ReplicateServer(),
            _ => new OpenAiServer(),
        };
        await server.Start();
        return server;
    }

    private static AdapterJob Job(string adapter, ProtocolServer server, params (string, string)[] more) => AdapterJob.At(adapter, server.Url, more);

    /// <summary>A port of this machine where nobody listens.</summary>
    private static int Closed()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A claim that was cut short while its request was under way, as a stopping server does.</summary>
    private static async Task<AdapterJob> Interrupted(string adapter, ProtocolServer server)
    {
        var job = Job(adapter, server);
        var running = job.RunPrompt(adapter, Prompt(adapter));
        await Task.WhenAny(running, server.Hanging.Task).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, BatonHost.Stop);
        await job.Stop(JobStop.Stopping);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.NotNull(job.Open!.RemoteId);
        return job;
    }
}
