using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Accounts;
using Baton.Blobs;

namespace Baton.Chat;

/// <summary>The output of a chatCompletion step in OpenAI's spelling. Pictures come as data URLs, since that API has no blobs.</summary>
internal sealed class ChatReply(IBlobs blobs)
{
    public async Task<JsonObject> Of(JsonElement output, AccountId account, CancellationToken cancellationToken)
    {
        var choices = new JsonArray();
        foreach (var choice in output.GetProperty("choices").EnumerateArray())
        {
            choices.Add(await Choice(choice, account, cancellationToken));
        }

        var reply = new JsonObject { ["id"] = Copy(output, "id"), ["object"] = "chat.completion", ["created"] = Copy(output, "created"), ["model"] = Copy(output, "model"), ["choices"] = choices };
        if (output.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
        {
            reply["usage"] = new JsonObject
            {
                ["prompt_tokens"] = Copy(usage, "promptTokens"),
                ["completion_tokens"] = Copy(usage, "completionTokens"),
                ["total_tokens"] = Copy(usage, "totalTokens"),
            };
        }

        if (Copy(output, "systemFingerprint") is { } fingerprint)
        {
            reply["system_fingerprint"] = fingerprint;
        }

        return reply;
    }

    /// <summary>The whole as one chunk, for a provider that did not stream.</summary>
    public static JsonObject Chunk(JsonObject reply)
    {
        var choices = new JsonArray();
        foreach (var choice in reply["choices"]!.AsArray())
        {
            choices.Add(new JsonObject { ["index"] = choice!["index"]!.DeepClone(), ["delta"] = Delta(choice["message"]!.AsObject()), ["finish_reason"] = choice["finish_reason"]?.DeepClone() });
        }

        return new JsonObject
        {
            ["id"] = reply["id"]?.DeepClone(), ["object"] = "chat.completion.chunk", ["created"] = reply["created"]?.DeepClone(), ["model"] = reply["model"]?.DeepClone(), ["choices"] = choices,
        };
    }

    private static JsonObject Delta(JsonObject message)
    {
        var delta = message.DeepClone().AsObject();
        for (var index = 0; delta["tool_calls"] is JsonArray calls && index < calls.Count; index++)
        {
            calls[index]!["index"] = index;
        }

        return delta;
    }

    private async Task<JsonObject> Choice(JsonElement choice, AccountId account, CancellationToken cancellationToken)
    {
        var said = choice.GetProperty("message");
        var message = new JsonObject { ["role"] = "assistant", ["content"] = Copy(said, "content") };
        foreach (var name in (string[])["refusal", "tool_calls"])
        {
            if (Copy(said, name) is { } value)
            {
                message[name] = value;
            }
        }

        if (said.TryGetProperty("images", out var images) && images.ValueKind == JsonValueKind.Array)
        {
            message["images"] = await Images(images, account, cancellationToken);
        }

        return new JsonObject { ["index"] = Copy(choice, "index"), ["message"] = message, ["logprobs"] = Copy(choice, "logprobs"), ["finish_reason"] = Copy(choice, "finishReason") ?? "stop" };
    }

    private async Task<JsonArray> Images(JsonElement images, AccountId account, CancellationToken cancellationToken)
    {
        var bodies = new JsonArray();
        foreach (var image in images.EnumerateArray())
        {
            var url = image.GetProperty("image_url").GetProperty("url").GetString()!;
            bodies.Add(new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = await DataUrl(url, account, cancellationToken) } });
        }

        return bodies;
    }

    private async Task<string> DataUrl(string url, AccountId account, CancellationToken cancellationToken)
    {
        if (!url.StartsWith(BlobUrlSigner.InternalPrefix, StringComparison.Ordinal)
            || !BlobId.TryParse(url[BlobUrlSigner.InternalPrefix.Length..], out var id)
            || await blobs.Find(account, id, cancellationToken) is not { } blob)
        {
            return url;
        }

        return $"data:{blob.ContentType};base64,{Convert.ToBase64String(await File.ReadAllBytesAsync(blobs.PathOf(blob), cancellationToken))}";
    }

    private static JsonNode? Copy(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    }
    : null;
}
