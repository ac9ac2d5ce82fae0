using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Contracts.Json;
using Baton.Patches;
using Baton.Problems;

namespace Baton.Workflows;

/// <summary>Turns a JSON Patch into a change of a workflow. Four members can be patched; the rest is what was run.</summary>
internal static class WorkflowPatch
{
    private static readonly string[] Roots = ["metadata", "tags", "status", "allowMatureContent"];

    public static Change<WorkflowCommand> Read(WorkflowState workflow, IReadOnlyList<PatchOperation> operations)
    {
        var strays = PatchRoots.Check(operations, Roots);
        return strays.Count > 0
            ? Problem.Invalid(strays)
            : JsonPatch.Apply(Document(workflow), operations) switch
            {
                PatchOutcome.Patched patched => Command(workflow, (JsonObject)patched.Document!),
                PatchOutcome.Faulty faulty => PatchRoots.Refuse(faulty),
                _ => throw new InvalidOperationException(),
            };
    }

    private static JsonObject Document(WorkflowState workflow)
    {
        var document = new JsonObject
        {
            ["metadata"] = workflow.Metadata is { } metadata ? JsonObject.Create(metadata) : new JsonObject(),
            ["tags"] = new JsonArray([.. workflow.Tags.Select(t => JsonValue.Create(t))]),
            ["status"] = Status(workflow),
        };
        if (workflow.Definition.AllowMatureContent is { } allow)
        {
            document["allowMatureContent"] = allow;
        }

        return document;
    }

    private static Change<WorkflowCommand> Command(WorkflowState workflow, JsonObject patched)
    {
        // A status that the patch did not touch is no wish to set it.
        if (patched["status"] is JsonValue status && status.TryGetValue<string>(out var text) && text == Status(workflow))
        {
            patched.Remove("status");
        }

        // What was taken out is empty from now on; absent would mean "leave it alone".
        patched["metadata"] ??= new JsonObject();
        patched["tags"] ??= new JsonArray();

        return WorkflowUpdate.Read(JsonSerializer.SerializeToElement(patched, BatonJson.Default.JsonObject), ChangeBase.Of(workflow));
    }

    private static string Status(WorkflowState workflow) => workflow.Status.ToString().ToLowerInvariant();
}
