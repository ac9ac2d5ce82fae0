using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Baton.Accounts;
using Baton.Client;
using Baton.Client.Workers;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;
using Baton.Contracts.Workflows;
using Baton.Tests.Blobs;
using Baton.Tests.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Baton.Tests.Client;

/// <summary>The worker that is kept by the library around handlers of one's own, against a real server.</summary>
public sealed class BatonWorkerTests
{
    /// <summary>Leases that end soon, and not before a busy machine has made a few calls.</summary>
    private static readonly KeyValuePair<string, string?>[] Brief = [new("Workers:LeaseDuration", "00:00:04"), new("WakeUps:Interval", "00:00:00.100")];

    private static CancellationToken Stop => BatonHost.Stop;

    [Fact]
    public async Task Worker_WithAHandler_DoesJobsInItsSlotsAndLeavesWhenTold()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        await using var worker = await RunningWorker.Start(host, Echo((input, _, _) => Task.FromResult(input)), slots: 4);

        var ended = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => caller.Send("POST", Calls.Workflows + "?wait=60", Calls.Echo($"job {number}"))));
        await worker.Stop();
        var seen = await worker.Http.Send("GET", $"{HandWorker.Root}/{worker.Id}");

        Assert.All(ended, answer => Assert.Equal("succeeded", answer.Json.GetProperty("status").GetString()));
        seen.IsProblem(404, "worker-not-found");
    }

    [Fact]
    public async Task Handler_WithFiles_FetchesItsInputAndStoresItsResult()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        using var client = await ClientOf(host);
        var source = await client.UploadBlob(new MemoryStream(AMedia.Png), "image/png", Stop);
        await using var worker = await RunningWorker.Start(host, JobHandlers.Create(
            "convertImage", BatonJson.Default.ConvertImageInput, BatonJson.Default.ConvertImageOutput, async (input, context, cancellationToken) =>
            {
                var file = await context.Fetch(input.Image, cancellationToken);
                Assert.Equal(("image/png", AMedia.Png.LongLength), (file.ContentType, file.Bytes));
                var blob = await context.Store(file.Path, file.ContentType, new MediaFacts(), cancellationToken);
                return new ConvertImageOutput { Blob = new ImageBlob { Id = blob.Id, Available = true, Url = blob.Url } };
            }));

        var body = $$"""{ "steps": [{ "$type": "convertImage", "input": { "image": "{{source.Url}}", "output": { "format": "png" } } }] }""";
        var ended = (await caller.Send("POST", Calls.Workflows + "?wait=60", body)).Json;

        var step = ended.GetProperty("steps")[0];
        Assert.True(ended.GetProperty("status").GetString() == "succeeded", step.GetRawText());
        using var download = await client.DownloadBlob(new Uri(step.GetProperty("output").GetProperty("blob").GetProperty("url").GetString()!), Stop);
        using var bytes = new MemoryStream();
        await download.CopyTo(bytes, Stop);
        Assert.Equal(AMedia.Png, bytes.ToArray());
    }

    [Theory]
    [InlineData("rejected", "no_provider_available", "Too large for me.")]
    [InlineData("blocked", "blocked", "Too large for me.")]
    [InlineData("invalid", null, "Too large for me.")]
    [InlineData("classified", "blocked", "A rule of the house.")]
    [InlineData("fault", null, "The provider had an internal fault.")]
    public async Task Exception_OfAHandler_IsReportedAsWhatItMeans(string what, string? reason, string words)
    {
        await using var host = await HeldHost.Run(slots: 0, Brief);
        var caller = await host.Caller("ann");
        await using var worker = await RunningWorker.Start(
            host,
            Echo((_, _, _) => throw (what switch
            {
                "rejected" => new JobFailedException(JobFailure.Rejected, "Too large for me."),
                "blocked" => new JobFailedException(JobFailure.Blocked, "Too large for me."),
                "invalid" => new JobFailedException(JobFailure.Invalid, "Too large for me."),
                "classified" => new TimeZoneNotFoundException(),
                _ => new InvalidOperationException("password=hunter2"),
            })),
            classify: e => e is TimeZoneNotFoundException ? new JobFailedException(JobFailure.Blocked, "A rule of the house.") : null);

        var job = (await caller.Send("POST", Calls.Workflows + "?wait=60", Calls.Echo())).Json.GetProperty("steps")[0].GetProperty("jobs")[0];

        Assert.Equal("failed", job.GetProperty("status").GetString());
        Assert.Equal(reason, job.TryGetProperty("reason", out var said) ? said.GetString() : null);
        Assert.Contains(words, job.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", job.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_OnALongJob_KeepsItsClaimAndShowsHowFarItIs()
    {
        await using var host = await HeldHost.Run(slots: 0, Brief);
        var caller = await host.Caller("ann");
        var end = new TaskCompletionSource();
        await using var worker = await RunningWorker.Start(host, Echo(async (input, context, _) =>
        {
            context.Enter(WorkflowStatus.Preparing);
            context.Report(0.25);
            context.Show(AMedia.Png, "image/png");
            await end.Task;
            return input;
        }));
        var id = await caller.Submitted(Calls.Echo(), query: "");

        JsonElement job;
        var since = TimeProvider.System.GetUtcNow();
        do
        {
            job = (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=2&until=change")).Json.GetProperty("steps")[0].GetProperty("jobs")[0];
        }
        while (!job.TryGetProperty("previewUrl", out _) || TimeProvider.System.GetUtcNow() < since + TimeSpan.FromSeconds(5));
        end.SetResult();
        var ended = (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60")).Json;

        Assert.Equal("preparing", job.GetProperty("status").GetString());
        Assert.Equal(0.25, job.GetProperty("estimatedProgressRate").GetDouble());
        Assert.Equal("succeeded", ended.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Job_Canceled_StopsItsHandlerAndTheWorkerGoesOn()
    {
        await using var host = await HeldHost.Run(slots: 0, Brief);
        var caller = await host.Caller("ann");
        var handler = new Held();
        await using var worker = await RunningWorker.Start(host, handler);
        var id = await caller.Submitted(Calls.Echo("unwanted"), query: "");
        var first = await handler.Next();

        await caller.Send("DELETE", $"{Calls.Workflows}/{id}");
        await first.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(60), Stop);
        var next = await caller.Submitted(Calls.Echo("wanted"), query: "");
        (await handler.Next()).End.SetResult();

        Assert.Equal("succeeded", (await caller.Send("GET", $"{Calls.Workflows}/{next}?wait=60")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Worker_ToldToStop_HandsBackWhatItHolds()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var handler = new Held();
        var leaving = await RunningWorker.Start(host, handler);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        await handler.Next();

        await leaving.Stop();
        await using var staying = await RunningWorker.Start(host, Echo((input, _, _) => Task.FromResult(input)));
        var ended = (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60")).Json;
        var attempts = (await caller.Send("GET", $"{Calls.Workflows}/{id}/explain")).Text;
        await leaving.DisposeAsync();

        Assert.Equal("succeeded", ended.GetProperty("status").GetString());
        Assert.Contains("handed", attempts, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Worker_ToldToStop_MayFinishFirst()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var handler = new Held();
        await using var worker = await RunningWorker.Start(host, handler, finish: TimeSpan.FromMinutes(2));
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var job = await handler.Next();

        var stopping = worker.Stop();
        job.End.SetResult();
        await stopping;

        Assert.Equal("succeeded", (await caller.Workflow(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Worker_ForgottenByTheServer_RegistersAgain()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        await using var worker = await RunningWorker.Start(host, Echo((input, _, _) => Task.FromResult(input)), claimWait: TimeSpan.FromSeconds(1));

        await worker.Http.Send("DELETE", $"{HandWorker.Root}/{worker.Id}");
        var ended = (await caller.Send("POST", Calls.Workflows + "?wait=60", Calls.Echo())).Json;

        Assert.Equal("succeeded", ended.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Worker_OverARestartOfTheServer_KeepsItsJob()
    {
        var first = await HeldHost.Run(slots: 0, Brief);
        var caller = await first.Caller("ann");
        var handler = new Held();
        await using var worker = await RunningWorker.Start(first, handler);
        var id = await caller.Submitted(Calls.Echo(), query: "");
        var job = await handler.Next();

        await using var second = await first.Restart(Brief);
        job.End.SetResult();
        var ended = (await caller.Send("GET", $"{Calls.Workflows}/{id}?wait=60")).Json;

        Assert.Equal("succeeded", ended.GetProperty("status").GetString());
        Assert.False(job.Stopped.Task.IsCompleted);
    }

    [Fact]
    public async Task Worker_OverABadConnection_DoesEveryJobOnce()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        var caller = await host.Caller("ann");
        var done = 0;
        await using var worker = await RunningWorker.Start(
            host,
            Echo((input, _, _) =>
            {
                Interlocked.Increment(ref done);
                return Task.FromResult(input);
            }),
            slots: 2,
            inner: new BadConnection());

        var ended = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => caller.Send("POST", Calls.Workflows + "?wait=90", Calls.Echo($"job {number}"))));

        Assert.All(ended, answer => Assert.Equal("succeeded", answer.Json.GetProperty("status").GetString()));
        Assert.Equal(10, done);
    }

    [Fact]
    public async Task Source_InThisMachinesNetwork_IsNotCalledUnlessThatIsAllowed()
    {
        using var secret = new TcpListening();
        using var guarded = new OutsideFiles(new BatonWorkerOptions());

        var refused = await Assert.ThrowsAsync<JobFailedException>(() => guarded.Fetch($"https://127.0.0.1:{secret.Port}/", Path.GetTempPath(), Stop));
        var plain = await Assert.ThrowsAsync<JobFailedException>(() => guarded.Fetch($"http://127.0.0.1:{secret.Port}/", Path.GetTempPath(), Stop));

        Assert.Equal((JobFailure.Invalid, JobFailure.Invalid), (refused.Kind, plain.Kind));
        Assert.False(secret.WasCalled);
    }

    [Theory]
    [InlineData("data:text/plain;base64,aGVsbG8=", "text/plain")]
    [InlineData("data:text/plain,hello", "text/plain")]
    [InlineData("aGVsbG8=", "application/octet-stream")]
    public async Task Source_ThatHoldsItsContent_IsDecoded(string source, string type)
    {
        var folder = Directory.CreateTempSubdirectory("baton-source-");
        using var sources = new OutsideFiles(new BatonWorkerOptions());

        var file = await sources.Fetch(source, folder.FullName, Stop);

        Assert.Equal((type, "hello"), (file.ContentType, await File.ReadAllTextAsync(file.Path, Stop)));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Token_ThatIsWrong_EndsTheWorkerWithWords()
    {
        await using var host = await HeldHost.Run(slots: 0, []);
        using var worker = new BatonWorker(Options(host, "baton_nonsense"), [Echo((input, _, _) => Task.FromResult(input))]);

        var refused = await Assert.ThrowsAsync<BatonProblemException>(() => worker.Run(Stop));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
    }

    [Fact]
    public async Task Worker_InAHost_RunsAsLongAsItDoes()
    {
        await using var server = await HeldHost.Run(slots: 0, []);
        var caller = await server.Caller("ann");
        var token = await TokenOf(server);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddJobHandler<SaysTwice>().AddBatonWorker(options =>
        {
            (options.Server, options.Token, options.Provider) = (caller.BaseAddress!, token, "hosted");
        });
        using var app = builder.Build();

        await app.StartAsync(Stop);
        JsonElement ended;
        do
        {
            // Until it has registered there is no provider.
            ended = (await caller.Send("POST", Calls.Workflows + "?wait=60", Calls.Echo("ho"))).Json;
        }
        while (ended.GetProperty("status").GetString() == "failed");
        await app.StopAsync(Stop);

        Assert.Equal("hoho", ended.GetProperty("steps")[0].GetProperty("output").GetProperty("message").GetString());
    }

    private static IJobHandler Echo(Func<JsonElement, IJobContext, CancellationToken, Task<JsonElement>> run) => JobHandlers.Create("echo", run);

    private static BatonWorkerOptions Options(HeldHost host, string token) => new()
    {
        Server = host.Anonymous().BaseAddress!,
        Token = token,
        Provider = "sdk",
        NewsInterval = TimeSpan.FromMilliseconds(50),
        PauseMax = TimeSpan.FromMilliseconds(500),
    };

    private static async Task<string> TokenOf(HeldHost host) =>
        (await host.Services.GetRequiredService<ITokens>().Create(new AccountId("workers"), TokenRole.Worker, "test", null, Stop)).Secret;

    private static async Task<BatonClient> ClientOf(HeldHost host) => BatonClient.Connect(
        host.Anonymous().BaseAddress!, (await host.Services.GetRequiredService<ITokens>().Create(new AccountId("ann"), TokenRole.Caller, "test", null, Stop)).Secret);

    /// <summary>A worker under way.</summary>
    private sealed class RunningWorker(BatonWorker worker, HttpClient http, CancellationTokenSource stop, Task running) : IAsyncDisposable
    {
        public HttpClient Http => http;

        public string Id { get; private init; } = "";

        public static async Task<RunningWorker> Start(
            HeldHost host,
            IJobHandler handler,
            int slots = 1,
            TimeSpan? claimWait = null,
            TimeSpan finish = default,
            Func<Exception, JobFailedException?>? classify = null,
            HttpMessageHandler? inner = null)
        {
            var options = Options(host, await TokenOf(host)) with { Slots = slots, ClaimWait = claimWait ?? TimeSpan.FromSeconds(30), FinishDuration = finish, Classify = classify };
            var worker = new BatonWorker(options, [handler], inner: inner);
            var stop = CancellationTokenSource.CreateLinkedTokenSource(BatonWorkerTests.Stop);
            var running = worker.Run(stop.Token);
            await Task.WhenAny(worker.Registered, running);
            return new RunningWorker(worker, await host.With("workers", TokenRole.Worker), stop, running) { Id = await worker.Registered };
        }

        public async Task Stop()
        {
            await stop.CancelAsync();
            await running.WaitAsync(TimeSpan.FromSeconds(60), BatonWorkerTests.Stop);
        }

        public async ValueTask DisposeAsync()
        {
            await Stop();
            worker.Dispose();
            stop.Dispose();
        }
    }

    /// <summary>Holds every job until it is told how to end.</summary>
    private sealed class Held : IJobHandler
    {
        private readonly Channel<HeldRun> _started = Channel.CreateUnbounded<HeldRun>();

        public string Type => "echo";

        public ValueTask<HeldRun> Next() => _started.Reader.ReadAsync(BatonWorkerTests.Stop);

        public async Task<JsonElement> Run(JsonElement input, IJobContext context, CancellationToken cancellationToken)
        {
            var run = new HeldRun();
            _started.Writer.TryWrite(run);
            try
            {
                await run.End.Task.WaitAsync(cancellationToken);
                return input;
            }
            catch (OperationCanceledException)
            {
                run.Stopped.TrySetResult();
                throw;
            }
        }
    }

    private sealed record HeldRun
    {
        public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class SaysTwice() : JobHandler<EchoInput, EchoOutput>("echo", BatonJson.Default.EchoInput, BatonJson.Default.EchoOutput)
    {
        protected override Task<EchoOutput> Run(EchoInput input, IJobContext context, CancellationToken cancellationToken) =>
            Task.FromResult(new EchoOutput { Message = input.Message + input.Message });
    }

    /// <summary>Of every three requests the first never leaves, the second's answer is lost on the way back, and the third gets through. Claims get through.</summary>
    private sealed class BadConnection() : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _count;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            var turn = path.EndsWith("/claims", StringComparison.Ordinal) || path == HandWorker.Root ? 2 : Interlocked.Increment(ref _count) % 3;
            if (turn == 0)
            {
                throw new HttpRequestException("Nobody there.");
            }

            var answer = await base.SendAsync(request, cancellationToken);
            return turn == 1 ? throw new HttpRequestException("Lost on the way back.") : answer;
        }
    }

    /// <summary>A service inside the network that must not be called.</summary>
    private sealed class TcpListening : IDisposable
    {
        private readonly System.Net.Sockets.TcpListener _listener = new(IPAddress.Loopback, 0);

        public TcpListening() => _listener.Start();

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public bool WasCalled => _listener.Pending();

        public void Dispose() => _listener.Dispose();
    }
}
