using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.Replicate;

/// <summary>An input as models at Replicate take it. Small media go along as data URLs, larger ones by <c>POST /files</c>, which takes 100 MB, or by a URL of this server.</summary>
internal sealed class ReplicateBody(RemoteService service, IJobContext context)
{
    private const long InlineBytesMax = 256 * 1024;
    private const long UploadBytesMax = 100_000_000;

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["quantity"] = "num_outputs", ["cfgScale"] = "guidance_scale", ["guidanceScale"] = "guidance", ["steps"] = "num_inference_steps", ["sourceImage"] = "image", ["sourceImageUrl"] = "image",
        ["images"] = "image_input", ["outputFormat"] = "output_format",
    };

    public async Task<JsonObject> Of(JsonElement input, CancellationToken cancellationToken)
    {
        var body = await new HostedInput(Names, service.Settings, source => Bring(source, cancellationToken)).Of(input);
        if (body["output_format"]?.GetValue<string>().ToLowerInvariant() is { } format)
        {
            body["output_format"] = format == "jpeg" ? "jpg" : format;
        }

        return body;
    }

    private async Task<string> Bring(string source, CancellationToken cancellationToken)
    {
        var file = await context.Fetch(source, cancellationToken);
        return await InputMedia.Link(service, context, source, file.Bytes > UploadBytesMax, cancellationToken) ?? file.Bytes switch
        {
            <= InlineBytesMax => $"data:{file.ContentType};base64,{await InputMedia.Base64(service, file, cancellationToken)}",
            <= UploadBytesMax => await Upload(file, cancellationToken),
            _ => throw InputMedia.TooLong(service, file, UploadBytesMax),
        };
    }

    private async Task<string> Upload(MediaFile file, CancellationToken cancellationToken)
    {
        var content = new StreamContent(File.OpenRead(file.Path));
        content.Headers.ContentType = new MediaTypeHeaderValue(file.ContentType);
        using var form = new MultipartFormDataContent { { content, "content", "input." + file.ContentType[(file.ContentType.IndexOf('/', StringComparison.Ordinal) + 1)..] } };
        var answer = await service.Upload("files", form, cancellationToken);
        return answer.Member("urls")?.Text("get") ?? throw new ServiceFault(JobFailure.Transient, $"'{service.Name}' took the file and did not say where it is.", RequestFate.NotMade);
    }
}
