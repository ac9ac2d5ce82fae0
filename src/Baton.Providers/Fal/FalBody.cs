using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.Fal;

/// <summary>An input as fal's apps take it. Media go along as data URLs, which they take wherever they take a URL, or by a URL of this server.</summary>
internal static class FalBody
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["quantity"] = "num_images", ["cfgScale"] = "guidance_scale", ["steps"] = "num_inference_steps", ["images"] = "image_urls", ["image"] = "image_url", ["sourceImage"] = "image_url",
        ["sourceImageUrl"] = "image_url", ["width"] = "", ["height"] = "", ["outputFormat"] = "output_format",
    };

    public static async Task<JsonObject> Of(JsonElement input, RemoteService service, IJobContext context, CancellationToken cancellationToken)
    {
        var body = await new HostedInput(Names, service.Settings, Bring).Of(input);
        if (input.Whole("width") is { } width && input.Whole("height") is { } height)
        {
            body["image_size"] = new JsonObject { ["width"] = width, ["height"] = height };
        }

        if (body["output_format"]?.GetValue<string>().ToLowerInvariant() is { } format)
        {
            body["output_format"] = format == "webp" ? "png" : format;
        }

        return body;

        async Task<string> Bring(string source) => await InputMedia.Url(service, context, source, await context.Fetch(source, cancellationToken), cancellationToken);
    }
}
