using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.Fal;

/// <summary>imageGen and videoGen by the apps that the setting <c>Models</c> names. Media go along as data URLs, which its apps take wherever they take a URL.</summary>
internal sealed class FalHandler(RemoteService service, ResultStore results, string type) : AdapterHandler(service, type)
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["quantity"] = "num_images", ["cfgScale"] = "guidance_scale", ["steps"] = "num_inference_steps", ["images"] = "image_urls", ["image"] = "image_url", ["sourceImage"] = "image_url",
        ["sourceImageUrl"] = "image_url", ["width"] = "", ["height"] = "", ["outputFormat"] = "output_format",
    };

    private readonly HostedResults _files = new(service, results);

    public override JsonElement? Accepts => HostedModels.Schema(Service.Settings, Type);

    protected override async Task<JsonNode> Work(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var app = HostedModels.Find(Service.Settings, Type, input) ?? throw new JobFailedException(JobFailure.Rejected, "No app is named for this input.");
        var startedAt = Service.Time.GetTimestamp();
        var output = await ExternalWork.Run(
            context, Service, new FalRequestWithFiles(new FalRequest(Service, app, () => Body(input, context, cancellationToken), context.Report), this, input, context), cancellationToken);
        if (Service.Settings is { PricePerJob: not null } or { PricePerSecond: not null })
        {
            context.Requests.Charge((Service.Settings.PricePerJob ?? 0) + ((Service.Settings.PricePerSecond ?? 0) * (decimal)Service.Time.GetElapsedTime(startedAt).TotalSeconds));
        }

        return output;
    }

    private async Task<JsonObject> Body(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var body = await new HostedInput(Names, Service.Settings, source => Bring(source, context, cancellationToken)).Of(input);
        if (input.Whole("width") is { } width && input.Whole("height") is { } height)
        {
            body["image_size"] = new JsonObject { ["width"] = width, ["height"] = height };
        }

        if (body["output_format"]?.GetValue<string>().ToLowerInvariant() is { } format)
        {
            body["output_format"] = format == "webp" ? "png" : format;
        }

        return body;
    }

    private static async Task<string> Bring(string source, IJobContext context, CancellationToken cancellationToken)
    {
        var file = await context.Fetch(source, cancellationToken);
        return $"data:{file.ContentType};base64,{await InputMedia.Base64(file, cancellationToken)}";
    }

    /// <summary>The request with its files: a result that cannot be fetched is a request that came to nothing.</summary>
    private sealed class FalRequestWithFiles(FalRequest request, FalHandler handler, JsonElement input, IJobContext context) : IRemoteRequest<JsonNode>
    {
        public Task<string> Make(OpenRequest note, CancellationToken cancellationToken) => request.Make(note, cancellationToken);

        public Task<RemoteFinding> Find(OpenRequest note, CancellationToken cancellationToken) => request.Find(note, cancellationToken);

        public Task Cancel(string remoteId, CancellationToken cancellationToken) => request.Cancel(remoteId, cancellationToken);

        public async Task<JsonNode> Watch(string remoteId, CancellationToken cancellationToken)
        {
            var answer = await request.Watch(remoteId, cancellationToken);
            if (answer.Items("has_nsfw_concepts").ToList() is { Count: > 0 } flags && flags.All(flag => flag.ValueKind == JsonValueKind.True))
            {
                throw ServiceFault.Over(JobFailure.Blocked, $"The safety checker of '{handler.Service.Name}' blacked every picture out.");
            }

            return await handler._files.Output(answer, handler.Type, input, context, cancellationToken);
        }
    }
}
