using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.ComfyUi;

/// <summary>
/// Graphs as <c>POST /prompt</c> takes them: node id → <c>class_type</c> and <c>inputs</c>, where an input is a value or <c>[node id, output number]</c>. A step of type comfy brings
/// its own; for pictures of the plain kind there is one here.
/// </summary>
internal static class ComfyGraph
{
    private static readonly string[] Loaders = ["LoadImage", "LoadVideo", "LoadAudio", "VHS_Load"];

    /// <summary>The graph of a comfy step. Media that its loading nodes name are uploaded, and models that the settings name are called as the server calls them.</summary>
    public static async Task<JsonObject> Of(JsonElement comfyWorkflow, RemoteService service, ComfyFiles files, IJobContext context, CancellationToken cancellationToken)
    {
        var graph = new JsonObject();
        foreach (var node in comfyWorkflow.EnumerateObject())
        {
            var classType = node.Value.Text("classType") ?? node.Value.Text("class_type") ?? "";
            var isLoader = Loaders.Any(loader => classType.StartsWith(loader, StringComparison.Ordinal));
            var inputs = new JsonObject();
            foreach (var input in node.Value.Member("inputs") is { ValueKind: JsonValueKind.Object } all ? all.EnumerateObject().ToArray() : [])
            {
                inputs[input.Name] = input.Value.ValueKind != JsonValueKind.String ? input.Value.Node()
                    : isLoader && IsMedia(input.Value.GetString()!) ? await files.Upload(input.Value.GetString()!, context, cancellationToken)
                    : ModelChoice.Of(service.Settings, input.Value.GetString());
            }

            graph[node.Name] = new JsonObject { ["class_type"] = classType, ["inputs"] = inputs };
        }

        return graph;
    }

    /// <summary>A picture from a text, or from a picture and a text, by a checkpoint, with its LoRAs.</summary>
    public static async Task<JsonObject> Picture(ComfyPicture picture, ComfyFiles files, IJobContext context, CancellationToken cancellationToken)
    {
        var graph = new JsonObject { ["model"] = Node("CheckpointLoaderSimple", ("ckpt_name", picture.Checkpoint)) };
        var (model, clip) = (Link("model", 0), Link("model", 1));
        foreach (var (lora, index) in picture.Loras.Select((lora, index) => (lora, index)))
        {
            var id = $"lora{index}";
            graph[id] = Node("LoraLoader", ("model", model), ("clip", clip), ("lora_name", lora.Name), ("strength_model", lora.Strength), ("strength_clip", lora.Strength));
            (model, clip) = (Link(id, 0), Link(id, 1));
        }

        if (picture.ClipSkip > 1)
        {
            graph["skip"] = Node("CLIPSetLastLayer", ("clip", clip), ("stop_at_clip_layer", -picture.ClipSkip));
            clip = Link("skip", 0);
        }

        graph["prompt"] = Node("CLIPTextEncode", ("text", picture.Prompt), ("clip", clip.DeepClone()));
        graph["negative"] = Node("CLIPTextEncode", ("text", picture.NegativePrompt), ("clip", clip.DeepClone()));
        await AddLatent(graph, picture, files, context, cancellationToken);
        graph["sample"] = Node(
            "KSampler",
            ("model", model), ("positive", Link("prompt", 0)), ("negative", Link("negative", 0)), ("latent_image", Link("latent", 0)), ("seed", picture.Seed), ("steps", picture.Steps),
            ("cfg", picture.CfgScale), ("sampler_name", picture.Sampler), ("scheduler", picture.Scheduler), ("denoise", picture.Image is null ? 1.0 : picture.Denoise));
        graph["decode"] = Node("VAEDecode", ("samples", Link("sample", 0)), ("vae", Link("model", 2)));
        graph["save"] = Node("SaveImage", ("images", Link("decode", 0)), ("filename_prefix", "baton"));
        return graph;
    }

    private static async Task AddLatent(JsonObject graph, ComfyPicture picture, ComfyFiles files, IJobContext context, CancellationToken cancellationToken)
    {
        if (picture.Image is not { } image)
        {
            graph["latent"] = Node("EmptyLatentImage", ("width", picture.Width), ("height", picture.Height), ("batch_size", picture.Batch));
            return;
        }

        graph["load"] = Node("LoadImage", ("image", await files.Upload(image, context, cancellationToken)));
        graph["latent"] = Node("VAEEncode", ("pixels", Link("load", 0)), ("vae", Link("model", 2)));
    }

    private static bool IsMedia(string text) =>
        text.StartsWith("baton://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("data:", StringComparison.Ordinal);

    private static JsonObject Node(string classType, params (string Name, JsonNode? Value)[] inputs)
    {
        var values = new JsonObject();
        foreach (var (name, value) in inputs)
        {
            values[name] = value?.Parent is null ? value : value.DeepClone();
        }

        return new JsonObject { ["class_type"] = classType, ["inputs"] = values };
    }

    private static JsonArray Link(string node, int output) => [node, output];
}
