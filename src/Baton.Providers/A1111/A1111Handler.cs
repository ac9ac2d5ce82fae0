using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.A1111;

/// <summary>
/// textToImage, and imageGen of engine sdcpp, by the web API that A1111 began and that Forge, SD.Next and stable-diffusion.cpp serve too. Facts of the protocol: <c>POST /sdapi/v1/txt2img</c> and
/// <c>img2img</c> answer when the pictures are done, as Base64 in <c>images</c>; meanwhile <c>GET /sdapi/v1/progress</c> tells how far the server is and <c>POST /sdapi/v1/interrupt</c> stops it, neither by any id: they
/// mean whatever runs. So such a provider best has one slot, and only then are they used. A validation fault is a 422 with <c>detail</c>, an unknown sampler or model a 404, a full card a
/// 500 of <c>OutOfMemoryError</c>. The answer comes in the connection that asked; what a crash cuts off is made again, on hardware of one's own.
/// </summary>
internal sealed class A1111Handler(RemoteService service, ResultStore results, string type) : AdapterHandler(service, type)
{
    private const double ProgressMax = 0.95;

    public override JsonElement? Accepts { get; } = type == "imageGen" ? EngineAndModel(service.Settings) : ModelChoice.Schema(service.Settings);

    protected override Task<JsonNode> Work(JsonElement input, IJobContext context, CancellationToken cancellationToken) => ExternalWork.RunOnce(
        context,
        Service,
        async (_, until) =>
        {
            var (path, body) = await A1111Body.Of(input, Service, context, until);
            var answer = await Ask(path, body, context, until, cancellationToken);
            if (Service.Settings.PricePerJob is { } price)
            {
                context.Requests.Charge(price);
            }

            return await Store(answer, input, context, cancellationToken);
        },
        cancellationToken);

    /// <summary>With models named in the settings, only those, by the model itself or by the name of its variant; else any, which are all made with what is loaded.</summary>
    private static JsonElement EngineAndModel(ProviderSettings settings)
    {
        var schema = JsonNode.Parse("""{ "type": "object", "properties": { "engine": { "const": "sdcpp" } }, "required": ["engine"] }""")!.AsObject();
        if (ModelChoice.Schema(settings) is { } named)
        {
            var byModel = JsonObject.Create(named)!;
            byModel["required"] = new JsonArray("model");
            schema["anyOf"] = new JsonArray(byModel, HostedModels.Schema(settings, "imageGen").Node());
        }

        return JsonSerializer.SerializeToElement(schema, AdapterJson.Default.JsonNode);
    }

    private async Task<JsonElement> Ask(string path, JsonObject body, IJobContext context, CancellationToken until, CancellationToken stop)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(until);
        var watching = Service.Settings.Slots == 1 ? Watch(context, done.Token) : Task.CompletedTask;
        try
        {
            using var content = RemoteService.Json(body);
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
            using var response = await Service.Send(request, until, stop);
            return await Service.Reading(async () =>
            {
                await using var stream = await response.Content.ReadAsStreamAsync(until);
                await using var bounded = new BoundedStream(stream, Service.Settings.ResultBytesMax);
                using var document = await JsonDocument.ParseAsync(bounded, default, until);
                return document.RootElement.Clone();
            }, stop);
        }
        catch (OperationCanceledException) when (context.Requests.Stopped is JobStop.Unwanted && Service.Settings.Slots == 1)
        {
            await Interrupt();
            throw;
        }
        finally
        {
            await done.CancelAsync();
            await watching;
        }
    }

    /// <summary>Only for show; servers that have no such address are left in peace.</summary>
    private async Task Watch(IJobContext context, CancellationToken until)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Service.Settings.PollInterval, Service.Time, until);
                var progress = await Service.Ask(HttpMethod.Get, "sdapi/v1/progress?skip_current_image=true", null, Service.Settings.AnswerTimeout, until);
                if (progress.Number("progress") is { } share)
                {
                    context.Report(Math.Clamp(share, 0, 1) * ProgressMax);
                }
            }
        }
        catch (Exception e) when (e is ServiceFault or OperationCanceledException)
        {
            // The pictures come without it.
        }
    }

    private async Task Interrupt()
    {
        try
        {
            using var timeUp = new CancellationTokenSource(Service.Settings.AnswerTimeout, Service.Time);
            using var request = new HttpRequestMessage(HttpMethod.Post, "sdapi/v1/interrupt");
            using var response = await Service.Send(request, timeUp.Token, CancellationToken.None);
        }
        catch (ServiceFault)
        {
            // It ends by itself.
        }
    }

    /// <summary>Some servers put a grid of all pictures first, which nobody asked for; the number of pictures tells.</summary>
    private async Task<JsonNode> Store(JsonElement answer, JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var encoded = answer.Items("images").ToList();
        var wanted = Math.Max(1, input.Whole("quantity") ?? 1);
        var images = new JsonArray();
        foreach (var image in encoded.Skip(encoded.Count > wanted && wanted > 1 ? 1 : 0).Take(wanted))
        {
            images.Add(await results.Image(Service, await ResultFiles.Write(Decoded(image), context, cancellationToken), ResultStore.FormatOf(input), context, cancellationToken));
        }

        return images.Count > 0 ? new JsonObject { ["images"] = images } : throw ServiceFault.Over(JobFailure.Transient, $"'{Service.Name}' answered without a picture.");
    }

    private byte[] Decoded(JsonElement image)
    {
        var text = image.ValueKind == JsonValueKind.String ? image.GetString()! : "";
        var comma = text.StartsWith("data:", StringComparison.Ordinal) ? text.IndexOf(',', StringComparison.Ordinal) + 1 : 0;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64Chars(text.AsSpan(comma), bytes, out var written) && written > 0
            ? bytes[..written]
            : throw ServiceFault.Over(JobFailure.Transient, $"'{Service.Name}' answered with a picture that is no Base64.");
    }
}
