using System.Net;
using System.Text.Json;
using Baton.Client;
using Baton.Contracts.Blobs;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;
using Baton.Contracts.Workflows;
using Baton.Tests.Cli;
using Xunit;

namespace Baton.Tests.Client;

[Collection(ServerProcessCollection.Name)]
public sealed class BatonClientTests(ServerProcess server) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BatonClient _client = BatonClient.Connect(new Uri(server.Url), server.Token);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task ATemplate_SubmittedWithAWait_ComesBackWithItsOutput()
    {
        var workflow = await _client.Submit(Echo("hello"), new SubmitOptions { Wait = Patience }, Cancellation);

        Assert.Equal(WorkflowStatus.Succeeded, workflow.Status);
        Assert.Equal("hello", workflow.Steps[0].Output?.GetProperty("message").GetString());
    }

    [Fact]
    public async Task AWorkflow_SubmittedWithoutAWait_CanBeWaitedForLater()
    {
        var submitted = await _client.Submit(Echo("later"), cancellationToken: Cancellation);

        var ended = await _client.Get(submitted.Id, Patience, cancellationToken: Cancellation);

        Assert.Equal((submitted.Id, WorkflowStatus.Succeeded), (ended.Id, ended.Status));
    }

    [Fact]
    public async Task AKey_UsedTwiceForTheSameBody_GivesOneWorkflow()
    {
        var options = new SubmitOptions { IdempotencyKey = $"key-{nameof(BatonClientTests)}" };

        var first = await _client.Submit(Echo("once"), options, Cancellation);
        var second = await _client.Submit(Echo("once"), options, Cancellation);

        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task WhatIf_OfAWorkflow_RunsNothing()
    {
        var answer = await _client.Submit(Echo("maybe"), new SubmitOptions { WhatIf = true }, Cancellation);

        Assert.False(answer.Status.IsTerminal());
        Assert.Equal(HttpStatusCode.NotFound, (await Refused(() => _client.Get(answer.Id, cancellationToken: Cancellation))).Status);
    }

    [Fact]
    public async Task Tags_AddedAndRemoved_DecideWhatAQueryFinds()
    {
        var workflow = await _client.Submit(Echo("tagged"), cancellationToken: Cancellation);

        await _client.AddTag(workflow.Id, "a tag/with & signs", Cancellation);
        var found = await _client.Query(new WorkflowFilter { Tags = ["a tag/with & signs"] }, Cancellation);
        await _client.RemoveTag(workflow.Id, "a tag/with & signs", Cancellation);
        var gone = await _client.Query(new WorkflowFilter { Tags = ["a tag/with & signs"] }, Cancellation);

        Assert.Equal(workflow.Id, Assert.Single(found.Items).Id);
        Assert.Empty(gone.Items);
    }

    [Fact]
    public async Task Pages_FollowedByTheirCursor_HoldEachWorkflowOnce()
    {
        var tags = new[] { "paged" };
        for (var n = 0; n < 3; n++)
        {
            await _client.Submit(Echo("page") with { Tags = tags }, cancellationToken: Cancellation);
        }

        var filter = new WorkflowFilter { Tags = tags, Take = 2 };
        var first = await _client.Query(filter, Cancellation);
        var second = await _client.Query(filter with { Cursor = first.Next }, Cancellation);

        Assert.Equal((2, 1), (first.Items.Count, second.Items.Count));
        Assert.Equal(3, first.Items.Concat(second.Items).Select(workflow => workflow.Id).Distinct().Count());
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task MetadataOfWorkflowAndStep_UpdatedAndPatched_IsReadBack()
    {
        var workflow = await _client.Submit(Echo("noted"), cancellationToken: Cancellation);

        await _client.Update(workflow.Id, new UpdateWorkflowRequest { Metadata = Json("""{"a":1}""") }, Cancellation);
        await _client.Patch(workflow.Id, [new JsonPatchOperation { Op = "add", Path = "/metadata/b", Value = Json("2") }], Cancellation);
        await _client.UpdateStep(workflow.Id, "0", new UpdateWorkflowStepRequest { Metadata = Json("""{"c":3}""") }, Cancellation);
        await _client.PatchStep(workflow.Id, "0", [new JsonPatchOperation { Op = "replace", Path = "/c", Value = Json("4") }], Cancellation);

        var read = await _client.Get(workflow.Id, cancellationToken: Cancellation);
        var step = await _client.GetStep(workflow.Id, "0", Cancellation);
        Assert.Equal("""{"a":1,"b":2}""", read.Metadata.GetRawText());
        Assert.Equal("""{"c":4}""", step.Metadata.GetRawText());
    }

    [Fact]
    public async Task AWorkflow_Deleted_IsNotThereAnyMore()
    {
        var workflow = await _client.Submit(Echo("bye"), new SubmitOptions { Wait = Patience }, Cancellation);

        await _client.Delete(workflow.Id, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, (await Refused(() => _client.Get(workflow.Id, cancellationToken: Cancellation))).Status);
    }

    [Fact]
    public async Task ABlob_UploadedAndDownloadedByIdAndByUrl_IsTheSame()
    {
        var bytes = Picture();

        var blob = await _client.UploadBlob(new MemoryStream(bytes), "image/png", Cancellation);
        using var byId = await _client.DownloadBlob(blob.Id, Cancellation);
        using var stranger = BatonClient.Connect(new Uri(server.Url));
        using var byUrl = await stranger.DownloadBlob(new Uri(blob.Url!), Cancellation);

        Assert.IsType<ImageBlob>(blob);
        Assert.Equal(bytes, await Content(byId));
        Assert.Equal(bytes, await Content(byUrl));
        Assert.Equal("image/png", byUrl.ContentType);
    }

    [Fact]
    public async Task ARecipe_Run_GivesItsOutputAndItsWorkflow()
    {
        var result = await _client.RunRecipe(
            "echo", new EchoInput { Message = "direct" }, BatonJson.Default.EchoInput, BatonJson.Default.EchoOutput, Cancellation);

        Assert.Equal("direct", result.Output?.Message);
        Assert.StartsWith("wf_", result.WorkflowId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABadTemplate_Submitted_IsAProblemWithThePlaces()
    {
        var refused = await Refused(() => _client.Submit("""{ "steps": [ { "$type": "echo", "input": {} } ] }""", cancellationToken: Cancellation));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("steps[0].input.message", refused.Problem.Errors!.Keys);
    }

    [Fact]
    public async Task AnAnswer_ThatIsNoProblemDocument_StillIsAProblem()
    {
        using var http = new HttpClient(new Answering(HttpStatusCode.BadGateway, "<html>nothing upstream</html>")) { BaseAddress = new Uri("http://proxy.example") };
        using var client = new BatonClient(http);

        var refused = await Refused(() => client.Get("wf_1", cancellationToken: Cancellation));

        Assert.Equal((HttpStatusCode.BadGateway, "Bad Gateway"), (refused.Status, refused.Problem.Title));
        Assert.Contains("nothing upstream", refused.Problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASignedUrl_OfAnyHost_NeverGetsTheToken()
    {
        var answering = new Answering(HttpStatusCode.OK, "bytes");
        using var client = new BatonClient(new HttpClient(answering) { BaseAddress = new Uri("http://baton.example") }, "baton_secret");

        using var download = await client.DownloadBlob(new Uri("http://elsewhere.example/blob"), Cancellation);

        Assert.Null(answering.Asked?.Headers.Authorization);
    }

    private static WorkflowTemplate Echo(string message) => new()
    {
        Steps = [new WorkflowStepTemplate { Type = "echo", Input = JsonSerializer.SerializeToElement(new EchoInput { Message = message }, BatonJson.Default.EchoInput) }],
    };

    private static JsonElement Json(string text) => JsonElement.Parse(text);

    private static Task<BatonProblemException> Refused(Func<Task> call) => Assert.ThrowsAsync<BatonProblemException>(call);

    private static async Task<byte[]> Content(BlobDownload download)
    {
        using var buffer = new MemoryStream();
        await download.CopyTo(buffer, Cancellation);
        return buffer.ToArray();
    }

    private static byte[] Picture()
    {
        using var picture = NetVips.Image.Black(8, 8, bands: 3);
        return picture.PngsaveBuffer();
    }

    /// <summary>A server of somebody else that answers everything alike.</summary>
    private sealed class Answering(HttpStatusCode status, string text) : HttpMessageHandler
    {
        public HttpRequestMessage? Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = request;
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(text), RequestMessage = request });
        }
    }
}
