using System.Net.Http.Json;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;

namespace Baton.Client;

public sealed partial class BatonClient
{
    /// <summary>A step by its name, which is its index when it was given none.</summary>
    public Task<WorkflowStep> GetStep(string workflowId, string stepName, CancellationToken cancellationToken = default) =>
        Read(Request(HttpMethod.Get, PathOf(workflowId, stepName)), BatonJson.Default.WorkflowStep, cancellationToken);

    /// <summary>Changes what the request names and leaves the rest.</summary>
    public Task UpdateStep(string workflowId, string stepName, UpdateWorkflowStepRequest update, CancellationToken cancellationToken = default) =>
        Do(
            Request(HttpMethod.Put, PathOf(workflowId, stepName), JsonContent.Create(update, BatonJson.Default.UpdateWorkflowStepRequest)),
            cancellationToken);

    /// <summary>Carries out JSON Patch operations; their paths begin at the step's metadata.</summary>
    public Task PatchStep(
        string workflowId, string stepName, IReadOnlyList<JsonPatchOperation> operations, CancellationToken cancellationToken = default) =>
        Do(Request(HttpMethod.Patch, PathOf(workflowId, stepName), PatchContent(operations)), cancellationToken);

    private static string PathOf(string workflowId, string stepName) => $"{PathOf(workflowId)}/steps/{Escape(stepName)}";
}
