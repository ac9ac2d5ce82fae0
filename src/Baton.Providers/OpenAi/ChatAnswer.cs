using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.OpenAi;

/// <summary>A chat completion of the wire as a chatCompletion output. Pictures that the model made become blobs.</summary>
internal sealed class ChatAnswer(RemoteService service, ResultStore results)
{
    public async Task<JsonNode> Output(JsonElement answer, JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        if (answer.Member("choices") is not { ValueKind: JsonValueKind.Array } choices || choices.GetArrayLength() == 0)
        {
            throw ServiceAnswers.Words(answer.Member("error")) is { } words
                ? ServiceAnswers.Refusal(service.Name, 500, answer, words, null, RequestFate.Over)
                : ServiceFault.Over(JobFailure.Transient, $"'{service.Name}' answered without a choice.");
        }

        var output = new JsonObject
        {
            ["id"] = answer.Text("id") ?? context.JobId,
            ["object"] = "chat.completion",
            ["created"] = answer.Long("created") ?? service.Time.GetUtcNow().ToUnixTimeSeconds(),
            ["model"] = answer.Text("model") ?? input.Text("model"),
            ["choices"] = await Choices(choices, context, cancellationToken),
        };
        if (answer.Member("usage") is { } usage)
        {
            output["usage"] = Usage(usage);
        }

        if (answer.Text("system_fingerprint") is { } fingerprint)
        {
            output["systemFingerprint"] = fingerprint;
        }

        if (input.Member("responseFormat")?.Text("type") is "json_object" or "json_schema" && Parsed(choices[0].Member("message")?.Text("content")) is { } parsed)
        {
            output["parsed"] = parsed;
        }

        return output;
    }

    /// <summary>What the answer cost: as the service says (OpenRouter does), else by the prices of its tokens.</summary>
    public decimal? Cost(JsonElement? usage)
    {
        if (usage?.Number("cost") is { } told)
        {
            return (decimal)told;
        }

        var settings = service.Settings;
        var tokens = settings is { PricePerMillionInputTokens: null, PricePerMillionOutputTokens: null } ? null
            : (((usage?.Long("prompt_tokens") ?? 0) * (settings.PricePerMillionInputTokens ?? 0)) + ((usage?.Long("completion_tokens") ?? 0) * (settings.PricePerMillionOutputTokens ?? 0))) / 1_000_000m as decimal?;
        return settings.PricePerJob is { } job ? job + (tokens ?? 0) : tokens;
    }

    private async Task<JsonArray> Choices(JsonElement choices, IJobContext context, CancellationToken cancellationToken)
    {
        var bodies = new JsonArray();
        foreach (var choice in choices.EnumerateArray())
        {
            var body = new JsonObject { ["index"] = choice.Whole("index") ?? bodies.Count, ["message"] = await Message(choice.Member("message"), context, cancellationToken) };
            if (choice.Text("finish_reason") is { } reason)
            {
                body["finishReason"] = reason;
            }

            if (choice.Member("logprobs") is { } logprobs)
            {
                body["logprobs"] = logprobs.Node();
            }

            bodies.Add(body);
        }

        return bodies;
    }

    private async Task<JsonObject> Message(JsonElement? message, IJobContext context, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["role"] = "assistant" };
        if (message is not { } said)
        {
            return body;
        }

        foreach (var name in (string[])["content", "refusal", "tool_calls"])
        {
            if (said.Member(name) is { } value && !(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0))
            {
                body[name] = value.Node();
            }
        }

        var images = new JsonArray();
        foreach (var image in said.Items("images"))
        {
            images.Add(await Picture(image, context, cancellationToken));
        }

        if (images.Count > 0)
        {
            body["images"] = images;
        }

        return body;
    }

    private async Task<JsonNode> Picture(JsonElement image, IJobContext context, CancellationToken cancellationToken)
    {
        var url = image.Member("image_url")?.Text("url") ?? throw ServiceFault.Over(JobFailure.Transient, $"'{service.Name}' answered with a picture that has no URL.");
        var blob = await results.Image(service, await ResultFiles.Bring(service, url, context, cancellationToken), null, context, cancellationToken);
        return new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = blob["url"]!.GetValue<string>() } };
    }

    private static JsonObject Usage(JsonElement usage)
    {
        var (prompt, completion) = (usage.Whole("prompt_tokens") ?? 0, usage.Whole("completion_tokens") ?? 0);
        return new JsonObject { ["promptTokens"] = prompt, ["completionTokens"] = completion, ["totalTokens"] = usage.Whole("total_tokens") ?? prompt + completion };
    }

    private static JsonNode? Parsed(string? content)
    {
        try
        {
            return content is null ? null : JsonNode.Parse(content);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
