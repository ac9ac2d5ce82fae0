using System.Text.Json;
using Baton.Workflows;

namespace Baton.Core.Tests.Workflows;

/// <summary>A workflow as the store writes it.</summary>
internal static class StoredText
{
    public static string Of(WorkflowState workflow) => JsonSerializer.Serialize(workflow, WorkflowStateJson.Default.WorkflowState);

    public static WorkflowState Read(string text, WorkflowDefinition definition) =>
        JsonSerializer.Deserialize(text, WorkflowStateJson.Default.WorkflowState)! with { Definition = definition };
}
