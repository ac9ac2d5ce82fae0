using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Contracts.Json;

namespace Baton.Contracts.Recipes;

/// <summary>
/// The answers of a chat. Members are spelled as the published types have them: camelCase, with the few that chat servers spell otherwise
/// (<c>tool_calls</c>, <c>image_url</c>).
/// </summary>
public sealed record ChatCompletionOutput
{
    public required string Id { get; init; }

    [DefaultValue("chat.completion")]
    public string Object { get; set; } = "chat.completion";

    /// <summary>Seconds since 1970.</summary>
    public required long Created { get; init; }

    public required string Model { get; init; }

    public required IReadOnlyList<ChatCompletionChoice> Choices { get; init; }

    public ChatCompletionUsage? Usage { get; init; }

    public string? SystemFingerprint { get; init; }

    /// <summary>The first answer as JSON, when one in JSON was asked for.</summary>
    public JsonElement? Parsed { get; init; }
}

public sealed record ChatCompletionChoice
{
    public required int Index { get; init; }

    public required ChatCompletionAnswer Message { get; init; }

    /// <summary>stop, length, tool_calls or content_filter.</summary>
    public string? FinishReason { get; init; }

    public JsonElement? Logprobs { get; init; }
}

/// <summary>What the model said; as a message it can be sent back in the next input.</summary>
public sealed record ChatCompletionAnswer
{
    [DefaultValue("assistant")]
    public string Role { get; set; } = "assistant";

    public string? Content { get; init; }

    public string? Name { get; init; }

    public string? Refusal { get; init; }

    [JsonPropertyName("tool_calls")]
    public IReadOnlyList<ChatCompletionAnswerToolCall>? ToolCalls { get; init; }

    public IReadOnlyList<ChatCompletionAnswerImage>? Images { get; init; }
}

/// <summary>A function that the model wants called.</summary>
public sealed record ChatCompletionAnswerToolCall(string Id, string Type, ChatCompletionAnswerFunctionCall Function);

/// <param name="Arguments">JSON, as the model wrote it.</param>
public sealed record ChatCompletionAnswerFunctionCall(string Name, string Arguments);

public sealed record ChatCompletionAnswerImage
{
    [DefaultValue("image_url")]
    public string Type { get; set; } = "image_url";

    [JsonPropertyName("image_url")]
    public required ChatCompletionAnswerImageUrl ImageUrl { get; init; }
}

public sealed record ChatCompletionAnswerImageUrl
{
    [MediaSource]
    public required string Url { get; init; }
}

public sealed record ChatCompletionUsage(int PromptTokens, int CompletionTokens, int TotalTokens);
