using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Chat;

/// <summary>A body of OpenAI's chat completions as the input of a chatCompletion step. Members that the step does not know are left out, as that API leaves them out.</summary>
internal static class ChatBody
{
    private static readonly (string Theirs, string Ours)[] Members =
    [
        ("model", "model"), ("temperature", "temperature"), ("top_p", "topP"), ("max_tokens", "maxTokens"), ("max_completion_tokens", "maxTokens"), ("n", "n"),
        ("presence_penalty", "presencePenalty"), ("frequency_penalty", "frequencyPenalty"), ("seed", "seed"), ("user", "user"), ("logprobs", "logprobs"), ("top_logprobs", "topLogprobs"),
        ("chat_template_kwargs", "chatTemplateKwargs"), ("tools", "tools"), ("tool_choice", "tool_choice"), ("modalities", "modalities"), ("image_config", "image_config"),
    ];

    public static JsonElement ToInput(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return body;
        }

        var input = new JsonObject();
        foreach (var (theirs, ours) in Members)
        {
            if (Find(body, theirs) is { } value)
            {
                input[ours] = Node(value);
            }
        }

        if (Find(body, "stop") is { } stop)
        {
            input["stop"] = stop.ValueKind == JsonValueKind.String ? new JsonArray(stop.GetString()) : Node(stop);
        }

        if (Find(body, "response_format") is { } format)
        {
            input["responseFormat"] = ResponseFormat(format);
        }

        if (Find(body, "messages") is { } messages)
        {
            input["messages"] = messages.ValueKind == JsonValueKind.Array ? new JsonArray([.. messages.EnumerateArray().Select(Message)]) : Node(messages);
        }

        return JsonSerializer.SerializeToElement(input, ChatJson.Default.JsonNode);
    }

    /// <summary>Where the caller wrote what stands at this place of the input.</summary>
    public static string PathOf(string path)
    {
        foreach (var (theirs, ours) in Members.Append(("response_format", "responseFormat")))
        {
            if (path == ours || path.StartsWith(ours + ".", StringComparison.Ordinal) || path.StartsWith(ours + "[", StringComparison.Ordinal))
            {
                return theirs + path[ours.Length..];
            }
        }

        return path.Replace(".imageUrl", ".image_url", StringComparison.Ordinal);
    }

    public static bool Streams(JsonElement body) => Find(body, "stream") is { ValueKind: JsonValueKind.True };

    /// <summary>Whether a last chunk with the usage is asked for.</summary>
    public static bool WantsUsage(JsonElement body) =>
        Find(body, "stream_options") is { ValueKind: JsonValueKind.Object } options && Find(options, "include_usage") is { ValueKind: JsonValueKind.True };

    private static JsonNode? Message(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return Node(message);
        }

        var body = JsonObject.Create(message)!;
        if (body["role"]?.GetValueKind() == JsonValueKind.String && body["role"]!.GetValue<string>() == "developer")
        {
            body["role"] = "system";
        }

        // The step has lists of parts from users and texts from everybody else.
        var isUser = body["role"]?.GetValueKind() == JsonValueKind.String && body["role"]!.GetValue<string>() == "user";
        if (Find(message, "content") is { } content)
        {
            body["content"] = (isUser, content.ValueKind) switch
            {
                (true, JsonValueKind.String) => new JsonArray(new JsonObject { ["type"] = "text", ["text"] = content.GetString() }),
                (_, JsonValueKind.Array) when isUser => new JsonArray([.. content.EnumerateArray().Select(Part)]),
                (_, JsonValueKind.Array) => string.Join('\n', content.EnumerateArray().Select(part => Find(part, "text") is { ValueKind: JsonValueKind.String } text ? text.GetString() : "")),
                _ => Node(content),
            };
        }

        return body;
    }

    private static JsonNode? Part(JsonElement part)
    {
        if (part.ValueKind != JsonValueKind.Object || Find(part, "image_url") is not { } image)
        {
            return Node(part);
        }

        return new JsonObject { ["type"] = "image_url", ["imageUrl"] = image.ValueKind == JsonValueKind.String ? new JsonObject { ["url"] = image.GetString() } : Node(image) };
    }

    private static JsonNode? ResponseFormat(JsonElement format)
    {
        if (format.ValueKind != JsonValueKind.Object || Find(format, "json_schema") is not { } schema)
        {
            return Node(format);
        }

        return new JsonObject { ["type"] = Find(format, "type") is { } type ? Node(type) : null, ["jsonSchema"] = Node(schema) };
    }

    private static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static JsonNode? Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };
}
