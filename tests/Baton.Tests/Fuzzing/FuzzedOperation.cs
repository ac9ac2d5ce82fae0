using System.Text.Json;

namespace Baton.Tests.Fuzzing;

/// <summary>An operation as the API description tells of it.</summary>
internal sealed record FuzzedOperation(
    string Method, string Path, IReadOnlySet<int> Answers, IReadOnlyList<string> QueryNames, IReadOnlyList<string> HeaderNames, string? ContentType, JsonElement? BodySchema)
{
    /// <summary>All operations of the description.</summary>
    public static IReadOnlyList<FuzzedOperation> All(JsonElement description) =>
    [
        .. from path in description.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           where operation.Value.TryGetProperty("responses", out _)
           select Of(path.Name, operation),
    ];

    private static FuzzedOperation Of(string path, JsonProperty operation)
    {
        var parameters = operation.Value.TryGetProperty("parameters", out var declared) ? declared.EnumerateArray().ToList() : [];
        JsonProperty? content = operation.Value.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").EnumerateObject().First() : null;
        return new FuzzedOperation(
            operation.Name.ToUpperInvariant(),
            path,
            operation.Value.GetProperty("responses").EnumerateObject().Select(answer => int.Parse(answer.Name, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet(),
            [.. NamesIn("query")],
            [.. NamesIn("header")],
            content?.Name,
            content?.Value.TryGetProperty("schema", out var schema) == true ? schema : null);

        IEnumerable<string> NamesIn(string place) => parameters.Where(parameter => parameter.GetProperty("in").GetString() == place).Select(parameter => parameter.GetProperty("name").GetString()!);
    }
}
