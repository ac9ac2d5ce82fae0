using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Contracts.Problems;

/// <summary>How every failure is answered: RFC 9457 <c>application/problem+json</c>.</summary>
public sealed record ProblemDetails
{
    public string? Type { get; init; }

    public string? Title { get; init; }

    public int? Status { get; init; }

    public string? Detail { get; init; }

    public string? Instance { get; init; }

    /// <summary>A stable name of the problem, for machines.</summary>
    public string? Code { get; init; }

    public string? TraceId { get; init; }

    /// <summary>Whose fault it is: caller, provider or server. Beyond the published API, as are the next two.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether the same request may succeed later without a change.</summary>
    public bool? Retryable { get; init; }

    /// <summary>Whether anything was charged.</summary>
    public bool? Charged { get; init; }

    /// <summary>On a 400: JSON path as the caller wrote it → messages.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    // Not init: the generated serializer sets those through a constructor parameter, which extension data cannot be.
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; set; }
}
