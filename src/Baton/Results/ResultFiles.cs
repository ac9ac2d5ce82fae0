using System.Globalization;
using System.Text.Json;
using Baton.Contracts.Workflows;

namespace Baton.Results;

/// <summary>Finds the files in the outputs of a workflow: whatever has a URL and a blob's id, or is an archive.</summary>
internal static class ResultFiles
{
    public static IReadOnlyList<ResultFile> Of(Workflow workflow) => [.. workflow.Steps.SelectMany(Of)];

    private static IEnumerable<ResultFile> Of(WorkflowStep step)
    {
        var found = step.Output is { } output ? Find(output).DistinctBy(f => f.Id ?? f.Url.AbsolutePath).ToList() : [];
        var digits = found.Count.ToString(CultureInfo.InvariantCulture).Length;

        return found.Select((file, index) => new ResultFile(step.Name, NameOf(step, file, found.Count == 1 ? null : index + 1, digits), file.Url));
    }

    private static IEnumerable<Found> Find(JsonElement value) => value.ValueKind switch
    {
        // A step inside an output, as repeat has them: its input mentions files that it did not make.
        JsonValueKind.Object when value.TryGetProperty("$type", out _) => value.TryGetProperty("output", out var output) ? Find(output) : [],
        JsonValueKind.Object when TryRead(value) is { } file => [file],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Find(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Find),
        _ => [],
    };

    private static Found? TryRead(JsonElement value)
    {
        var id = value.TryGetProperty("id", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        var isArchive = value.TryGetProperty("entryCount", out _);

        return (id is not null || isArchive)
            && value.TryGetProperty("url", out var text)
            && text.ValueKind == JsonValueKind.String
            && Uri.TryCreate(text.GetString(), UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
                ? new Found(id, isArchive ? ArchiveExtension(value) : Path.GetExtension(id!), url)
                : null;
    }

    private static string ArchiveExtension(JsonElement archive) =>
        archive.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String ? $".{format.GetString()}" : ".zip";

    private static string NameOf(WorkflowStep step, Found file, int? number, int digits)
    {
        var count = number is { } n ? "-" + n.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0') : "";
        return FileName.Safe($"{(int.TryParse(step.Name, out _) ? $"{step.Name}-{step.Type}" : step.Name)}{count}{file.Extension}");
    }

    private sealed record Found(string? Id, string Extension, Uri Url);
}
