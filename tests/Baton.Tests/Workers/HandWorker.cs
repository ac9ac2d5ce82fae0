using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Baton.Accounts;
using Baton.Workers;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Workers;

/// <summary>A worker led by hand, so that each step of the protocol is one line of a test.</summary>
internal sealed class HandWorker(HttpClient http, string id)
{
    public const string Root = "/v2/workers";

    public string Id => id;

    public HttpClient Http => http;

    public static async Task<HandWorker> Register(HeldHost host, string provider = "gpu-box", string capabilities = """[{ "type": "echo" }]""", int slots = 2, string resources = "")
    {
        var http = await host.With("workers", TokenRole.Worker);
        var answer = await http.Send("POST", Root, $$"""{ "provider": "{{provider}}", "capabilities": {{capabilities}}, "slots": {{slots}}, "resources": [{{resources}}] }""");
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        return new HandWorker(http, answer.Json.GetProperty("id").GetString()!);
    }

    public Task<Answer> Get() => http.Send("GET", $"{Root}/{id}");

    public Task<Answer> Change(string body) => http.Send("PUT", $"{Root}/{id}", body);

    /// <summary>How many slots the server holds to be free.</summary>
    public int CountFree(HeldHost host) =>
        host.Services.GetRequiredService<WorkerRegistry>().Find(new AccountId("workers"), id)!.Slots.Free(TimeProvider.System.GetUtcNow());

    public Task<Answer> Leave() => http.Send("DELETE", $"{Root}/{id}");

    public async Task<IReadOnlyList<ClaimedByHand>> Claim(int count = 1, int wait = 30)
    {
        var answer = await http.Send("POST", $"{Root}/{id}/claims?wait={wait}&count={count}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return [.. answer.Json.GetProperty("claims").EnumerateArray().Select(claim => new ClaimedByHand(
            claim.GetProperty("jobId").GetString()!, claim.GetProperty("workflowId").GetString()!, claim.GetProperty("epoch").GetInt32(), claim.GetProperty("input")))];
    }

    public async Task<ClaimedByHand> ClaimOne() => Assert.Single(await Claim());

    public Task<Answer> Heartbeat(ClaimedByHand job, string more = "") =>
        http.Send("POST", $"{Root}/{id}/heartbeat", $$"""{ "claims": [{ "jobId": "{{job.JobId}}", "epoch": {{job.Epoch}}{{more}} }] }""");

    public Task<Answer> Complete(ClaimedByHand job, string? output = null) =>
        http.Send("POST", $"{Root}/{id}/claims/{job.JobId}/complete", $$"""{ "epoch": {{job.Epoch}}, "output": {{output ?? job.Input.GetRawText()}} }""");

    public Task<Answer> Fail(ClaimedByHand job, string kind, string message) =>
        http.Send("POST", $"{Root}/{id}/claims/{job.JobId}/fail", $$"""{ "epoch": {{job.Epoch}}, "kind": "{{kind}}", "message": "{{message}}" }""");

    public Task<Answer> HandBack(ClaimedByHand job) =>
        http.Send("POST", $"{Root}/{id}/claims/{job.JobId}/hand-back", $$"""{ "epoch": {{job.Epoch}} }""");

    /// <summary>Uploads an output of the job; the answer is the blob.</summary>
    public async Task<JsonElement> Upload(ClaimedByHand job, byte[] content, string type)
    {
        var presigned = await http.Send("POST", $"{Root}/{id}/claims/{job.JobId}/uploads?epoch={job.Epoch}");
        Assert.True(presigned.Status == HttpStatusCode.OK, presigned.Text);
        using var anonymous = new HttpClient();
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await anonymous.PostAsync(new Uri(presigned.Json.GetProperty("uploadUrl").GetString()!), body, BatonHost.Stop);
        var text = await answer.Content.ReadAsStringAsync(BatonHost.Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonElement.Parse(text);
    }
}

internal sealed record ClaimedByHand(string JobId, string WorkflowId, int Epoch, JsonElement Input);
