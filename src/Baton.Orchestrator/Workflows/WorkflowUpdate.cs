using System.Text.Json;
using Baton.Problems;
using Baton.Schemas;

namespace Baton.Workflows;

/// <summary>Turns the body of an update into a command.</summary>
internal static class WorkflowUpdate
{
    /// <param name="madeFrom">What the body was worked out from, when it was made from the workflow; null when the caller wrote it.</param>
    public static Change<WorkflowCommand> Read(JsonElement body, ChangeBase? madeFrom = null)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return Problem.Invalid("$", "An update is a JSON object with the members to change.");
        }

        var faults = new List<Fault>();
        var command = new WorkflowCommand.Update(
            WorkflowFields.ReadMetadata(body, faults),
            WorkflowFields.ReadTags(body, faults),
            WorkflowFields.ReadAllowMatureContent(body, faults),
            WorkflowFields.ReadStop(body, faults))
        {
            MadeFrom = madeFrom,
        };
        return faults.Count > 0 ? Problem.Invalid(faults) : command;
    }
}
