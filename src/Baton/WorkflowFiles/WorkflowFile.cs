using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Commands;

namespace Baton.WorkflowFiles;

/// <summary>A workflow as somebody wrote it: JSON, in which comments and trailing commas are welcome.</summary>
internal sealed record WorkflowFile(JsonObject Template, string Directory)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static WorkflowFile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new RefusedException($"there is no file {path}");
        }

        return new WorkflowFile(Parse(path, File.ReadAllBytes(path)), Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Sets values that the steps refer to as <c>$arguments</c>; those of the file that are not named stay.</summary>
    public void SetArguments(JsonObject values)
    {
        if (values.Count == 0)
        {
            return;
        }

        if (Template["arguments"] is not JsonObject target)
        {
            Template["arguments"] = target = [];
        }

        foreach (var (name, value) in values)
        {
            target[name] = value?.DeepClone();
        }
    }

    private static JsonObject Parse(string path, byte[] content)
    {
        try
        {
            return JsonNode.Parse(content, documentOptions: Lenient) as JsonObject
                ?? throw new RefusedException($"{path} does not hold a JSON object");
        }
        catch (JsonException e)
        {
            throw new RefusedException($"{path} is not JSON, line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}");
        }
    }
}
