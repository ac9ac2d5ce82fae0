using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.Replicate;

/// <summary>imageGen and videoGen by the models that the setting <c>Models</c> names, as OWNER/NAME or as a version. Small media go along as data URLs, larger ones by <c>POST /files</c>.</summary>
internal sealed class ReplicateHandler(RemoteService service, ResultStore results, string type) : AdapterHandler(service, type)
{
    private const long InlineBytesMax = 256 * 1024;

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["quantity"] = "num_outputs", ["cfgScale"] = "guidance_scale", ["guidanceScale"] = "guidance", ["steps"] = "num_inference_steps", ["sourceImage"] = "image", ["sourceImageUrl"] = "image",
        ["images"] = "image_input", ["outputFormat"] = "output_format",
    };

    private readonly HostedResults _files = new(service, results);

    public override JsonElement? Accepts => HostedModels.Schema(Service.Settings, Type);

    protected override Task<JsonNode> Work(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var model = HostedModels.Find(Service.Settings, Type, input) ?? throw new JobFailedException(JobFailure.Rejected, "No model is named for this input.");
        var request = new ReplicateRequest(
            Service, model, () => Body(input, context, cancellationToken), (output, stop) => _files.Output(output, Type, input, context, stop), context);
        return ExternalWork.Run(context, Service, request, cancellationToken);
    }

    private async Task<JsonObject> Body(JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var body = await new HostedInput(Names, Service.Settings, source => Bring(source, context, cancellationToken)).Of(input);
        if (body["output_format"]?.GetValue<string>().ToLowerInvariant() is { } format)
        {
            body["output_format"] = format == "jpeg" ? "jpg" : format;
        }

        return body;
    }

    private async Task<string> Bring(string source, IJobContext context, CancellationToken cancellationToken)
    {
        var file = await context.Fetch(source, cancellationToken);
        if (file.Bytes <= InlineBytesMax)
        {
            return $"data:{file.ContentType};base64,{await InputMedia.Base64(file, cancellationToken)}";
        }

        var content = new StreamContent(File.OpenRead(file.Path));
        content.Headers.ContentType = new MediaTypeHeaderValue(file.ContentType);
        using var form = new MultipartFormDataContent { { content, "content", "input." + file.ContentType[(file.ContentType.IndexOf('/', StringComparison.Ordinal) + 1)..] } };
        var answer = await Service.Ask(HttpMethod.Post, "files", form, Service.Settings.Timeout, cancellationToken);
        return answer.Member("urls")?.Text("get") ?? throw new ServiceFault(JobFailure.Transient, $"'{Service.Name}' took the file and did not say where it is.", RequestFate.NotMade);
    }
}
