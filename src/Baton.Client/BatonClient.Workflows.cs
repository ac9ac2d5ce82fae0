using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Baton.Client.Retries;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;

namespace Baton.Client;

public sealed partial class BatonClient
{
    private static readonly TimeSpan WaitEach = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan[] Pauses = [.. new[] { 2, 5, 10, 15, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    private const string Workflows = "/v2/consumer/workflows";

    /// <summary>
    /// Submits a workflow and returns it as it is when the wait is over. A template without an external id gets one, so that a try whose answer was lost
    /// finds the workflow that it made instead of making another.
    /// </summary>
    public Task<Workflow> Submit(WorkflowTemplate template, SubmitOptions? options = null, CancellationToken cancellationToken = default) =>
        Submit(JsonContent.Create(Named(template, options), BatonJson.Default.WorkflowTemplate), options, cancellationToken);

    /// <summary>The same with JSON that goes out as it is, so that problems name the places the author wrote; an idempotency key does what the external id does.</summary>
    public Task<Workflow> Submit(string templateJson, SubmitOptions? options = null, CancellationToken cancellationToken = default) =>
        Submit(
            new StringContent(templateJson, Encoding.UTF8, "application/json"),
            (options ?? new SubmitOptions()) with { IdempotencyKey = options?.IdempotencyKey ?? NewName() },
            cancellationToken);

    /// <summary>
    /// Waits until the workflow has ended, however long that takes: by requests that wait, and by asking again after 2, 5, 10, 15 and then every 30 seconds where
    /// something on the way does not let a request wait.
    /// </summary>
    public async Task<Workflow> WaitAsync(string workflowId, CancellationToken cancellationToken = default)
    {
        for (var asked = 0; ; asked++)
        {
            var startedAt = _time.GetTimestamp();
            var workflow = await Get(workflowId, WaitEach, cancellationToken: cancellationToken);
            if (workflow.Status.IsTerminal())
            {
                return workflow;
            }

            if (_time.GetElapsedTime(startedAt) < WaitEach / 2)
            {
                await Task.Delay(Pauses[Math.Min(asked, Pauses.Length - 1)], _time, cancellationToken);
            }
        }
    }

    /// <summary>The workflow as it is now, or as it is when the wait is over.</summary>
    public Task<Workflow> Get(string workflowId, TimeSpan wait = default, WaitFor until = WaitFor.Completion, CancellationToken cancellationToken = default)
    {
        var query = new QueryText()
            .AddSeconds("wait", wait)
            .Add("until", until == WaitFor.Change ? "change" : null);

        return Read(Request(HttpMethod.Get, PathOf(workflowId) + query), BatonJson.Default.Workflow, cancellationToken);
    }

    /// <summary>What happened to each job, or what it waits for.</summary>
    public Task<WorkflowExplanation> Explain(string workflowId, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, PathOf(workflowId) + "/explain"), BatonJson.Default.WorkflowExplanation, cancellationToken);

    /// <summary>A page of workflows. Put its <c>Next</c> into the filter's cursor to go on.</summary>
    public Task<WorkflowPage> Query(WorkflowFilter? filter = null, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, Workflows + (filter ?? new WorkflowFilter()).ToQuery()), BatonJson.Default.WorkflowPage, cancellationToken);

    /// <summary>Changes what the request names and leaves the rest.</summary>
    public Task Update(string workflowId, UpdateWorkflowRequest update, CancellationToken cancellationToken = default) =>
        Do(Request(HttpMethod.Put, PathOf(workflowId), JsonContent.Create(update, BatonJson.Default.UpdateWorkflowRequest)), cancellationToken);

    /// <summary>Stops a workflow. It stays readable. One that has ended already is a problem of status 409.</summary>
    public Task Cancel(string workflowId, CancellationToken cancellationToken = default) =>
        Update(workflowId, new UpdateWorkflowRequest { Status = UpdateWorkflowStatus.Canceled }, cancellationToken);

    /// <summary>Stops a workflow if need be and forgets it; from then on it answers 404.</summary>
    public Task Delete(string workflowId, CancellationToken cancellationToken = default) =>
        Do(Request(HttpMethod.Delete, PathOf(workflowId)), cancellationToken);

    /// <summary>Carries out JSON Patch operations on metadata, tags or status.</summary>
    public Task Patch(string workflowId, IReadOnlyList<JsonPatchOperation> operations, CancellationToken cancellationToken = default) =>
        Do(Request(HttpMethod.Patch, PathOf(workflowId), PatchContent(operations)), cancellationToken);

    /// <summary>One that is there already stays, so this may be repeated.</summary>
    public Task AddTag(string workflowId, string tag, CancellationToken cancellationToken = default) =>
        Do(Repeatable(Request(HttpMethod.Post, $"{PathOf(workflowId)}/tags", JsonContent.Create(tag, BatonJson.Default.String))), cancellationToken);

    public Task RemoveTag(string workflowId, string tag, CancellationToken cancellationToken = default) =>
        Do(Request(HttpMethod.Delete, $"{PathOf(workflowId)}/tags/{Escape(tag)}"), cancellationToken);

    public Task RemoveAllTags(string workflowId, CancellationToken cancellationToken = default) =>
        Do(Request(HttpMethod.Delete, $"{PathOf(workflowId)}/tags"), cancellationToken);

    private Task<Workflow> Submit(HttpContent template, SubmitOptions? options, CancellationToken cancellationToken)
    {
        options ??= new SubmitOptions();
        var query = new QueryText()
            .AddSeconds("wait", options.Wait)
            .Add("whatif", options.WhatIf);
        var request = Repeatable(Request(HttpMethod.Post, Workflows + query, template));
        if (options.IdempotencyKey is { } key)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return Read(request, BatonJson.Default.Workflow, cancellationToken);
    }

    private static HttpRequestMessage Repeatable(HttpRequestMessage request)
    {
        request.Options.Set(RetryPolicy.Repeatable, true);
        return request;
    }

    private static WorkflowTemplate Named(WorkflowTemplate template, SubmitOptions? options) =>
        template.ExternalId is not null || options?.IdempotencyKey is not null || options?.WhatIf == true ? template : template with { ExternalId = NewName() };

    private static string NewName() => "auto-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static string PathOf(string workflowId) => $"{Workflows}/{Escape(workflowId)}";

    private static JsonContent PatchContent(IReadOnlyList<JsonPatchOperation> operations) =>
        JsonContent.Create(
            operations,
            BatonJson.Default.IReadOnlyListJsonPatchOperation,
            new MediaTypeHeaderValue("application/json-patch+json"));
}
