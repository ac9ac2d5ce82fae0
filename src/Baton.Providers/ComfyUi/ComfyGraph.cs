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

    /// <summary>What a node may have besides: a title for people, and what the server compares to see whether it has to run again.</summary>
    private static readonly (string Ours, string Theirs)[] Notes = [("meta", "_meta"), ("isChanged", "is_changed")];

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

            var made = new JsonObject { ["class_type"] = classType, ["inputs"] = inputs };
            foreach (var (ours, theirs) in Notes)
            {
                if ((node.Value.Member(ours) ?? node.Value.Member(theirs)) is { } note)
                {
                    made[theirs] = note.Node();
                }
            }

            graph[node.Name] = made;
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

        if (picture.Vae is { } vae)
        {
            graph["vae"] = Node("VAELoader", ("vae_name", vae));
        }

        graph["prompt"] = Node("CLIPTextEncode", ("text", picture.Prompt), ("clip", clip.DeepClone()));
        graph["negative"] = Node("CLIPTextEncode", ("text", picture.NegativePrompt), ("clip", clip.DeepClone()));
        await AddLatent(graph, picture, files, context, cancellationToken);
        graph["sample"] = Node(
            "KSampler",
            ("model", model), ("positive", Link("prompt", 0)), ("negative", Link("negative", 0)), ("latent_image", Link("latent", 0)), ("seed", picture.Seed), ("steps", picture.Steps),
            ("cfg", picture.CfgScale), ("sampler_name", picture.Sampler), ("scheduler", picture.Scheduler), ("denoise", picture.Image is null ? 1.0 : picture.Denoise));
        graph["decode"] = Node("VAEDecode", ("samples", Link("sample", 0)), ("vae", VaeOf(picture)));
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
        graph["scale"] = Node("ImageScale", ("image", Link("load", 0)), ("upscale_method", "lanczos"), ("width", picture.Width), ("height", picture.Height), ("crop", "center"));
        graph[picture.Batch > 1 ? "first" : "latent"] = Node("VAEEncode", ("pixels", Link("scale", 0)), ("vae", VaeOf(picture)));
        if (picture.Batch > 1)
        {
            graph["latent"] = Node("RepeatLatentBatch", ("samples", Link("first", 0)), ("amount", picture.Batch));
        }
    }

    private static JsonArray VaeOf(ComfyPicture picture) => picture.Vae is null ? Link("model", 2) : Link("vae", 0);

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
