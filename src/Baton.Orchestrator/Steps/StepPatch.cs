using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Contracts.Json;
using Baton.Patches;
using Baton.Problems;
using Baton.Workflows;

namespace Baton.Steps;

/// <summary>
/// Turns a JSON Patch into a change of a step. Callers of the published API write paths from the step's metadata on; four further names lead to the step
/// itself.
/// </summary>
internal sealed class StepPatch(SubmissionReader reader)
{
    private static readonly string[] OfTheStep = ["input", "priority", "timeout", "retries"];

    public OrProblem<WorkflowCommand> Read(WorkflowState workflow, int step, IReadOnlyList<PatchOperation> operations)
    {
        PatchOperation[] turned = [.. operations.Select(o => o with { Path = Turn(o.Path), From = o.From is null ? null : Turn(o.From) })];
        var before = Document(workflow, step);
        return JsonPatch.Apply(before, turned) switch
        {
            PatchOutcome.Patched patched => Command(workflow, step, before, (JsonObject)patched.Document!),
            PatchOutcome.Faulty faulty => PatchRoots.Refuse(faulty),
            _ => throw new UnreachableException(),
        };
    }

    private static JsonPointer Turn(JsonPointer pointer) =>
        !pointer.IsRoot && OfTheStep.Contains(pointer.Tokens[0]) ? pointer : JsonPointer.TryParse("/metadata" + pointer.Text)!;

    private static JsonObject Document(WorkflowState workflow, int step)
    {
        var definition = workflow.Definition.Steps[step];
        return new JsonObject
        {
            ["metadata"] = workflow.Steps[step].Metadata is { } metadata ? JsonObject.Create(metadata) : new JsonObject(),
            ["input"] = JsonNode.Parse(definition.Input.GetRawText()),
            ["priority"] = definition.Priority.ToString().ToLowerInvariant(),
            ["timeout"] = definition.Timeout.ToString("c"),
            ["retries"] = definition.Retries,
        };
    }

    private OrProblem<WorkflowCommand> Command(WorkflowState workflow, int step, JsonObject before, JsonObject patched)
    {
        // What was not touched is left out of the change, or a patch of the metadata would be refused once the step has started.
        foreach (var (name, value) in before)
        {
            if (patched.TryGetPropertyValue(name, out var now) && now is not null)
            {
                if (JsonNode.DeepEquals(value, now))
                {
                    patched.Remove(name);
                }
            }
            else if (name == "metadata")
            {
                patched[name] = new JsonObject();
            }
            else
            {
                return Problem.Invalid(name, "The member can be changed but not taken out.");
            }
        }

        var change = reader.ReadStepUpdate(JsonSerializer.SerializeToElement(patched, BatonJson.Default.JsonObject), workflow.Definition, step);
        return change.IsAccepted
            ? new WorkflowCommand.UpdateStep(step, change.Value with { MadeFrom = StepChangeBase.Of(workflow, step) })
            : Problem.Invalid(change.Faults);
    }
}
