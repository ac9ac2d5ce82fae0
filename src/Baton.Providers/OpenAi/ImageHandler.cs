using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.OpenAi;

/// <summary>
/// imageGen of engine <c>openai</c>: <c>POST images/generations</c>, or <c>images/edits</c> as a form when pictures are given. The pictures come back in the answer, as Base64 or,
/// from older models, as URLs that end soon. The answer comes in the connection that asked, so what a crash cuts off is lost and <c>WhenLost</c> decides.
/// </summary>
internal sealed class ImageHandler(RemoteService service, ResultStore results) : AdapterHandler(service, "imageGen")
{
    public override JsonElement? Accepts { get; } = JsonElement.Parse("""{ "type": "object", "properties": { "engine": { "const": "openai" } }, "required": ["engine"] }""");

    protected override Task<JsonNode> Work(JsonElement input, IJobContext context, CancellationToken cancellationToken) => ExternalWork.RunOnce(
        context,
        Service,
        async (request, until) =>
        {
            var answer = input.Texts("images").Any() || input.Text("image") is not null
                ? await Edit(input, request, context, until, cancellationToken)
                : await Create(input, request, until, cancellationToken);
            Charge(answer, context);
            return await Store(answer, input, context, cancellationToken);
        },
        cancellationToken);

    private async Task<JsonElement> Create(JsonElement input, OpenRequest request, CancellationToken until, CancellationToken stop)
    {
        var body = new JsonObject();
        foreach (var (name, value) in Members(input))
        {
            body[name] = name == "n" ? JsonValue.Create(int.Parse(value, CultureInfo.InvariantCulture)) : JsonValue.Create(value);
        }

        return await Send("images/generations", RemoteService.Json(body), request, until, stop);
    }

    private async Task<JsonElement> Edit(JsonElement input, OpenRequest request, IJobContext context, CancellationToken until, CancellationToken stop)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in Members(input))
        {
            form.Add(new StringContent(value), name);
        }

        var sources = input.Text("image") is { } one ? [one] : input.Texts("images").ToList();
        foreach (var source in sources)
        {
            await AddFile(form, sources.Count == 1 ? "image" : "image[]", source, context, until);
        }

        if (input.Text("mask") is { } mask)
        {
            await AddFile(form, "mask", mask, context, until);
        }

        return await Send("images/edits", form, request, until, stop);
    }

    private async Task<JsonElement> Send(string path, HttpContent content, OpenRequest request, CancellationToken until, CancellationToken stop)
    {
        using var message = OpenAiProtocol.Post(path, content, request);
        using var response = await Service.Send(message, until, stop);
        return await OpenAiProtocol.Whole(Service, response, until, stop);
    }

    /// <summary>The members of the wire. The dall-e models give URLs unless asked for Base64; the others refuse to be asked, and give nothing else.</summary>
    private IEnumerable<(string Name, string Value)> Members(JsonElement input)
    {
        var model = ModelChoice.Of(Service.Settings, input.Text("model"));
        yield return ("model", model);
        yield return ("prompt", input.Text("prompt") ?? "");
        yield return ("n", (input.Whole("quantity") ?? 1).ToString(CultureInfo.InvariantCulture));
        var isDallE = model.StartsWith("dall-e", StringComparison.Ordinal);
        foreach (var name in isDallE ? (string[])["size", "quality", "style", "user"] : ["size", "quality", "background", "moderation", "user"])
        {
            if (input.Text(name) is { } value)
            {
                yield return (name, value);
            }
        }

        if (isDallE)
        {
            yield return ("response_format", "b64_json");
        }
        else if (input.Text("outputFormat") is { } format)
        {
            yield return ("output_format", format.ToLowerInvariant());
        }
    }

    private async Task<JsonNode> Store(JsonElement answer, JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var images = new JsonArray();
        foreach (var item in answer.Items("data"))
        {
            var path = item.Member("b64_json") is { } encoded
                ? await ResultFiles.Write(Decoded(encoded), context, cancellationToken)
                : await ResultFiles.Bring(Service, item.Text("url") ?? "", context, cancellationToken);
            images.Add(await results.Image(Service, path, ResultStore.FormatOf(input), context, cancellationToken));
        }

        return images.Count > 0 ? new JsonObject { ["images"] = images } : throw ServiceFault.Over(JobFailure.Transient, $"'{Service.Name}' answered without a picture.");
    }

    private byte[] Decoded(JsonElement encoded) => encoded.ValueKind == JsonValueKind.String && encoded.TryGetBytesFromBase64(out var bytes)
        ? bytes
        : throw ServiceFault.Over(JobFailure.Transient, $"'{Service.Name}' answered with a picture that is no Base64.");

    private void Charge(JsonElement answer, IJobContext context)
    {
        var settings = Service.Settings;
        var usage = answer.Member("usage");
        if (settings is { PricePerJob: null, PricePerMillionInputTokens: null, PricePerMillionOutputTokens: null })
        {
            return;
        }

        context.Requests.Charge((settings.PricePerJob ?? 0)
            + ((usage?.Long("input_tokens") ?? 0) * (settings.PricePerMillionInputTokens ?? 0) / 1_000_000m)
            + ((usage?.Long("output_tokens") ?? 0) * (settings.PricePerMillionOutputTokens ?? 0) / 1_000_000m));
    }

    private static async Task AddFile(MultipartFormDataContent form, string name, string source, IJobContext context, CancellationToken cancellationToken)
    {
        var file = await InputMedia.Fetch(context, source, "image", cancellationToken);
        var content = new StreamContent(File.OpenRead(file.Path));
        content.Headers.ContentType = new MediaTypeHeaderValue(file.ContentType);
        form.Add(content, name, $"{name.Trim('[', ']')}.{file.ContentType[(file.ContentType.IndexOf('/', StringComparison.Ordinal) + 1)..]}");
    }
}
