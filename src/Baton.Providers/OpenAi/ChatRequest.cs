using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.OpenAi;

/// <summary>
/// A chatCompletion input as <c>POST chat/completions</c> takes it. The two differ in spelling only: the step has camelCase, the wire snake_case; pictures go along as data URLs, or by a URL of this
/// server where the settings say so. Only members that the caller gave are sent: many servers refuse those they do not know.
/// </summary>
internal sealed class ChatRequest(RemoteService service, IJobContext context)
{
    private static readonly (string Ours, string Theirs)[] Members =
    [
        ("temperature", "temperature"), ("topP", "top_p"), ("maxTokens", "max_tokens"), ("n", "n"), ("stop", "stop"), ("presencePenalty", "presence_penalty"),
        ("frequencyPenalty", "frequency_penalty"), ("seed", "seed"), ("user", "user"), ("logprobs", "logprobs"), ("topLogprobs", "top_logprobs"),
        ("chatTemplateKwargs", "chat_template_kwargs"), ("tools", "tools"), ("tool_choice", "tool_choice"), ("modalities", "modalities"), ("image_config", "image_config"),
    ];

    /// <summary>Values that mean the same as leaving the member out.</summary>
    private static readonly Dictionary<string, string> Meaningless = new(StringComparer.Ordinal)
    {
        ["n"] = "1", ["presencePenalty"] = "0", ["frequencyPenalty"] = "0", ["topP"] = "1", ["temperature"] = "1",
    };

    public async Task<JsonObject> Of(JsonElement input, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["model"] = ModelChoice.Of(service.Settings, input.Text("model")), ["messages"] = await Messages(input, cancellationToken) };
        foreach (var (ours, theirs) in Members)
        {
            if (input.Member(ours) is { } value && !(Meaningless.TryGetValue(ours, out var same) && value.GetRawText() is var raw && (raw == same || raw == same + ".0")))
            {
                body[theirs] = value.Node();
            }
        }

        if (input.Member("responseFormat") is { } format)
        {
            body["response_format"] = ResponseFormat(format);
        }

        body["stream"] = true;
        body["stream_options"] = new JsonObject { ["include_usage"] = true };
        return body;
    }

    private static JsonObject ResponseFormat(JsonElement format)
    {
        var body = new JsonObject { ["type"] = format.Text("type") };
        if (format.Member("jsonSchema") is { } schema)
        {
            body["json_schema"] = schema.Node();
        }

        return body;
    }

    private async Task<JsonArray> Messages(JsonElement input, CancellationToken cancellationToken)
    {
        var messages = new JsonArray();
        foreach (var message in input.Items("messages"))
        {
            var body = JsonObject.Create(message)!;
            if (message.Items("images").ToList() is { Count: > 0 } images)
            {
                body["images"] = await Pictures(images, cancellationToken);
            }
            else
            {
                body.Remove("images");
            }

            if (message.Member("content") is { ValueKind: JsonValueKind.Array } parts)
            {
                body["content"] = await Parts(parts, cancellationToken);
            }

            messages.Add(body);
        }

        return messages;
    }

    /// <summary>A message of one text alone is sent as that text: not all servers read lists.</summary>
    private async Task<JsonNode> Parts(JsonElement parts, CancellationToken cancellationToken)
    {
        if (parts.GetArrayLength() == 1 && parts[0].Text("type") == "text" && parts[0].Text("text") is { } only)
        {
            return JsonValue.Create(only);
        }

        var bodies = new JsonArray();
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.String)
            {
                bodies.Add(new JsonObject { ["type"] = "text", ["text"] = part.GetString() });
            }
            else if (part.Text("type") != "text" && (part.Member("imageUrl") ?? part.Member("image_url")) is { } image)
            {
                bodies.Add(await Picture(image, cancellationToken));
            }
            else
            {
                bodies.Add(new JsonObject { ["type"] = "text", ["text"] = part.Text("text") });
            }
        }

        return bodies;
    }

    /// <summary>What a model painted earlier in the conversation, in the shape in which it said so.</summary>
    private async Task<JsonArray> Pictures(List<JsonElement> images, CancellationToken cancellationToken)
    {
        var bodies = new JsonArray();
        foreach (var image in images.Select(image => image.Member("image_url") ?? image.Member("imageUrl")).OfType<JsonElement>())
        {
            bodies.Add(await Picture(image, cancellationToken));
        }

        return bodies;
    }

    private async Task<JsonObject> Picture(JsonElement image, CancellationToken cancellationToken)
    {
        var source = image.ValueKind == JsonValueKind.String ? image.GetString()! : image.Text("url") ?? "";
        var file = await InputMedia.Fetch(context, source, "image", cancellationToken);
        var body = new JsonObject { ["url"] = await InputMedia.Url(service, context, source, file, cancellationToken) };
        if (image.ValueKind == JsonValueKind.Object && image.Text("detail") is { } detail)
        {
            body["detail"] = detail;
        }

        return new JsonObject { ["type"] = "image_url", ["image_url"] = body };
    }
}
