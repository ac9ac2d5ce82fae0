using System.Globalization;
using System.Text.Json;
using Baton.Accounts;
using Baton.Tests.Docs;

namespace Baton.Tests.Problems;

/// <summary>An operation, and what it may refuse a request with, as the API description tells of it.</summary>
/// <param name="Refusals">Code → status.</param>
/// <param name="NeedsToken">False where a signed URL does as well.</param>
internal sealed record DescribedOperation(
    string Id, string Method, string Path, string? ContentType, IReadOnlyList<JsonElement> Queries, IReadOnlyDictionary<string, int> Refusals, bool NeedsToken)
{
    public static IReadOnlyDictionary<string, DescribedOperation> All { get; } = Read().ToDictionary(operation => operation.Id, StringComparer.Ordinal);

    public bool IsForWorkers => Path.StartsWith("/v2/workers", StringComparison.Ordinal);

    public bool IsForOperators => Path.StartsWith("/v2/operator", StringComparison.Ordinal);

    internal TokenRole Role => IsForWorkers ? TokenRole.Worker : IsForOperators ? TokenRole.Operator : TokenRole.Caller;

    /// <summary>The step type that a recipe call runs; null for other operations.</summary>
    public string? Recipe => Path.StartsWith("/v2/consumer/recipes/", StringComparison.Ordinal) ? Path["/v2/consumer/recipes/".Length..] : null;

    private static IEnumerable<DescribedOperation> Read()
    {
        using var file = File.OpenRead(System.IO.Path.Combine(Checkout.Root, "docs", "reference", "openapi.json"));
        var description = JsonElement.Parse(File.ReadAllBytes(file.Name));
        return from path in description.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where operation.Value.TryGetProperty("operationId", out _)
               select Of(path.Name, operation.Name.ToUpperInvariant(), operation.Value);
    }

    private static DescribedOperation Of(string path, string method, JsonElement operation) => new(
        operation.GetProperty("operationId").GetString()!,
        method,
        path,
        operation.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").EnumerateObject().First().Name : null,
        operation.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query")] : [],
        operation.GetProperty("responses").EnumerateObject()
            .Where(answer => answer.Value.TryGetProperty("x-problem-codes", out _))
            .SelectMany(answer => answer.Value.GetProperty("x-problem-codes").EnumerateArray().Select(code => (Code: code.GetString()!, Status: int.Parse(answer.Name, CultureInfo.InvariantCulture))))
            .ToDictionary(refusal => refusal.Code, refusal => refusal.Status, StringComparer.Ordinal),
        operation.TryGetProperty("security", out _));
}
