using System.Net;
using System.Text;
using Baton.Client;
using Baton.Client.Retries;
using Baton.Contracts.Workflows;
using Xunit;

namespace Baton.Tests.Client;

/// <summary>How the client follows, against a server that says what the test wants.</summary>
public sealed class FollowTests : IDisposable
{
    private const string Running = "event: job\ndata: {\"$type\":\"job\",\"workflowId\":\"wf_1\",\"stepName\":\"a\",\"jobId\":\"j\",\"status\":\"processing\",\"progress\":0.5}\nid: one\n\n";
    private const string Ended = "event: workflow\ndata: {\"$type\":\"workflow\",\"workflowId\":\"wf_1\",\"status\":\"succeeded\",\"timestamp\":\"2026-01-01T00:00:00Z\"}\nid: two\n\n";

    private readonly ScriptedServer _server = new();

    public void Dispose() => _server.Client.Dispose();

    [Fact]
    public async Task Stream_ThatBreaksOff_IsTakenUpWithTheIdSeenLast_AndEndsWithTheWorkflow()
    {
        _server.Answers.Enqueue("retry: 1\n\n" + Running + "event: step\ndata: {\"$type");
        _server.Answers.Enqueue(":\n\nevent: ready\ndata: {}\n\n" + Ended);

        var told = await Read(_server.Client.Follow("wf_1", new FollowOptions { Types = ["workflow:*", "job:*"], Detailed = true }, BatonHost.Stop));

        Assert.Equal(0.5, Assert.IsType<LiveEvent.OfJob>(told[0]).Event.Progress);
        Assert.Equal(WorkflowStatus.Succeeded, Assert.IsType<LiveEvent.OfWorkflow>(told[1]).Event.Status);
        Assert.Equal(["one", "two"], told.Select(happened => happened.LastEventId));
        Assert.Equal([null, "one"], _server.LastEventIds);
        Assert.All(_server.Paths, path => Assert.Equal("/v2/consumer/workflows/wf_1/events?type=workflow%3A%2A&type=job%3A%2A&detailed=true", path));
    }

    [Fact]
    public async Task Preview_IsReadWithItsAddress()
    {
        _server.Answers.Enqueue("event: preview\ndata: {\"$type\":\"preview\",\"workflowId\":\"wf_1\",\"stepName\":\"a\",\"jobId\":\"j\",\"previewUrl\":\"http://x/p\"}\n\n" + Ended);

        var told = await Read(_server.Client.Follow("wf_1", new FollowOptions(), BatonHost.Stop));

        Assert.Equal(("j", "http://x/p"), Assert.IsType<LiveEvent.OfPreview>(told[0]).Event is var shown ? (shown.JobId, shown.PreviewUrl) : default);
    }

    [Fact]
    public async Task Stream_OfAWorkflowThatHasEnded_HasNothingMoreForWhoKnowsIt()
    {
        var told = await Read(_server.Client.Follow("wf_1", new FollowOptions { LastEventId = "two" }, BatonHost.Stop));

        Assert.Empty(told);
        Assert.Equal(["two"], _server.LastEventIds);
    }

    [Fact]
    public async Task Stream_OfAllWorkflows_GoesOnAfterAnEnd_UntilItIsCanceled()
    {
        using var enough = new CancellationTokenSource();
        _server.Answers.Enqueue("retry: 1\n\n" + Ended);
        _server.Answers.Enqueue("retry: 1\n\n" + Ended + Running);
        var told = new List<LiveEvent>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var happened in _server.Client.FollowAll(cancellationToken: enough.Token))
            {
                told.Add(happened);
                if (told.Count == 3)
                {
                    await enough.CancelAsync();
                }
            }
        });

        Assert.Equal([null, "two"], _server.LastEventIds.Take(2));
        Assert.All(_server.Paths, path => Assert.Equal("/v2/consumer/events", path));
    }

    private static async Task<IReadOnlyList<LiveEvent>> Read(IAsyncEnumerable<LiveEvent> events)
    {
        var read = new List<LiveEvent>();
        await foreach (var happened in events)
        {
            read.Add(happened);
        }

        return read;
    }

    /// <summary>Each answer is a stream that breaks off at its end; when there is none, there is nothing more to come.</summary>
    private sealed class ScriptedServer : HttpMessageHandler
    {
        public ScriptedServer() => Client = BatonClient.Connect(new Uri("http://127.0.0.1"), "token", RetryOptions.None, this);

        public BatonClient Client { get; }

        public Queue<string> Answers { get; } = [];

        public List<string?> LastEventIds { get; } = [];

        public List<string> Paths { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            LastEventIds.Add(request.Headers.TryGetValues("Last-Event-ID", out var ids) ? ids.Single() : null);
            Paths.Add(request.RequestUri!.PathAndQuery);
            return Task.FromResult(Answers.TryDequeue(out var text)
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "text/event-stream") }
                : new HttpResponseMessage(HttpStatusCode.NoContent));
        }
    }
}
