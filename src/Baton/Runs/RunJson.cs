using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;
using Baton.Results;

namespace Baton.Runs;

/// <summary>What a run came to, for scripts: the workflow, and where its files are.</summary>
internal static class RunJson
{
    public static string Write(Workflow workflow, IReadOnlyList<SavedFile> files) => new JsonObject
    {
        ["workflow"] = JsonSerializer.SerializeToNode(workflow, BatonJson.Default.Workflow),
        ["files"] = new JsonArray([.. files.Select(Node)]),
    }.ToJsonString();

    private static JsonObject Node(SavedFile file) => new()
    {
        ["step"] = file.Step,
        ["path"] = Path.GetFullPath(file.Path),
        ["bytes"] = file.Bytes,
    };
}
