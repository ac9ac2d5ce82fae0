using System.Text.Json.Serialization;

namespace Baton.Moderation;

/// <summary>What an external moderator is asked.</summary>
internal sealed record HttpModerationRequest
{
    public required string JobId { get; init; }

    public required string Account { get; init; }

    public required string StepType { get; init; }

    public required IReadOnlyList<HttpModerationText> Texts { get; init; }
}

/// <param name="Path">Where the text stands in the job's input.</param>
internal sealed record HttpModerationText(string Path, string Text);

/// <summary>What an external moderator answers.</summary>
internal sealed record HttpModerationAnswer
{
    /// <summary><c>allow</c>, <c>block</c> or <c>rate</c>.</summary>
    public string? Verdict { get; init; }

    /// <summary>Needed to block: what the caller is told.</summary>
    public string? Reason { get; init; }

    /// <summary>Needed to rate: pg, pg13, r, x or xxx.</summary>
    public string? NsfwLevel { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HttpModerationRequest))]
[JsonSerializable(typeof(HttpModerationAnswer))]
internal sealed partial class HttpModerationJson : JsonSerializerContext;
