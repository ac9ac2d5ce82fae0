using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.ComfyUi;

/// <summary>A comfy step: the caller's own graph.</summary>
internal sealed class ComfyHandler(RemoteService service, ResultStore results) : AdapterHandler(service, "comfy")
{
    private readonly ComfyFiles _files = new(service, results);

    protected override async Task<JsonNode> Work(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var graph = input.Member("comfyWorkflow") ?? throw new JobFailedException(JobFailure.Invalid, "The step has no graph.");
        var request = new ComfyRequest(Service, _files, stop => ComfyGraph.Of(graph, Service, _files, context, stop), store: null, context);
        var blobs = await ExternalWork.Run(context, Service, request, cancellationToken);
        ComfyPrices.Charge(Service.Settings, context);
        return blobs.Count > 0
            ? new JsonObject { ["blobs"] = new JsonArray([.. blobs]) }
            : throw new JobFailedException(JobFailure.Invalid, "The graph has ended and saved nothing; it needs an output node such as SaveImage.");
    }
}

/// <summary>Pictures by a graph of Baton's own: imageGen of engine comfy for checkpoints of the SD family, and textToImage.</summary>
internal sealed class ComfyPictureHandler(RemoteService service, ResultStore results, string type) : AdapterHandler(service, type)
{
    private readonly ComfyFiles _files = new(service, results);

    public override JsonElement? Accepts { get; } = type != "imageGen" ? ModelChoice.Schema(service.Settings) : JsonElement.Parse("""
        { "type": "object", "properties": { "engine": { "const": "comfy" }, "ecosystem": { "enum": ["sd1", "sdxl"] } }, "required": ["engine", "ecosystem"] }
        """);

    protected override async Task<JsonNode> Work(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var picture = ComfyPicture.Of(input, Service, context);
        var request = new ComfyRequest(
            Service,
            _files,
            stop => ComfyGraph.Picture(picture, _files, context, stop),
            path => results.Image(Service, path, ResultStore.FormatOf(input), context, cancellationToken),
            context);
        var images = await ExternalWork.Run(context, Service, request, cancellationToken);
        ComfyPrices.Charge(Service.Settings, context);
        return new JsonObject { ["images"] = new JsonArray([.. images]) };
    }
}

/// <summary>Own hardware has no bill; who puts a price on it is charged by the job.</summary>
internal static class ComfyPrices
{
    public static void Charge(ProviderSettings settings, IJobContext context)
    {
        if (settings.PricePerJob is { } price)
        {
            context.Requests.Charge(price);
        }
    }
}
