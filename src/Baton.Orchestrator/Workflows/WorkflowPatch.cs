using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;
using Baton.Patches;
using Baton.Problems;

namespace Baton.Workflows;

/// <summary>Turns a JSON Patch into a change of a workflow. Four members can be patched; the rest is what was run.</summary>
internal sealed class WorkflowPatch(SubmissionReader reader)
{
    private static readonly string[] Roots = ["metadata", "tags", "status", "allowMatureContent"];

    public OrProblem<WorkflowCommand> Read(WorkflowState workflow, IReadOnlyList<PatchOperation> operations)
    {
        var strays = PatchRoots.Check(operations, Roots);
        return strays.Count > 0
            ? Problem.Invalid(strays)
            : JsonPatch.Apply(Document(workflow), operations) switch
            {
                PatchOutcome.Patched patched => Command(workflow, (JsonObject)patched.Document!),
                PatchOutcome.Faulty faulty => PatchRoots.Refuse(faulty),
                _ => throw new UnreachableException(),
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

    private OrProblem<WorkflowCommand> Command(WorkflowState workflow, JsonObject patched)
    {
        if (patched["status"] is not { } status || (workflow.Definition.AllowMatureContent is not null && patched["allowMatureContent"] is null))
        {
            return Problem.Invalid(patched["status"] is null ? "status" : "allowMatureContent", "The member can be changed but not taken out.");
        }

        // A status that the patch did not touch is no wish to set it.
        if (status is JsonValue value && value.TryGetValue<string>(out var text) && text == Status(workflow))
        {
            patched.Remove("status");
        }

        // What was taken out is empty from now on; absent would mean "leave it alone".
        patched["metadata"] ??= new JsonObject();
        patched["tags"] ??= new JsonArray();

        var update = reader.ReadUpdate(JsonSerializer.SerializeToElement(patched, BatonJson.Default.JsonObject));
        return update.IsAccepted ? update.Value with { MadeFrom = ChangeBase.Of(workflow) } : Problem.Invalid(update.Faults);
    }

    private static string Status(WorkflowState workflow) => workflow.Status.ToWire();
}
