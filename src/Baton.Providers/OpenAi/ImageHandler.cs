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
            var wanted = new ImageRequest(input, Service.Settings);
            var answer = wanted.Images.Count > 0
                ? await Edit(wanted, request, context, until, cancellationToken)
                : await Send("images/generations", RemoteService.Json(wanted.Members()), request, until, cancellationToken);
            Charge(answer, context);
            return await Store(answer, input, context, cancellationToken);
        },
        cancellationToken);

    private async Task<JsonElement> Edit(ImageRequest wanted, OpenRequest request, IJobContext context, CancellationToken until, CancellationToken stop)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in wanted.Members())
        {
            form.Add(new StringContent(value!.ToString()), name);
        }

        foreach (var source in wanted.Images)
        {
            await AddFile(form, wanted.Images.Count == 1 ? "image" : "image[]", source, context, until);
        }

        if (wanted.Mask is { } mask)
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
