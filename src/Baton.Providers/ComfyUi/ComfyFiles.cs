using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Baton.Client.Workers;
using Baton.Providers.Adapters;

namespace Baton.Providers.ComfyUi;

/// <summary>Files into and out of a ComfyUI server: <c>POST /upload/image</c>, which takes any file and gives it a name, and <c>GET /view</c>.</summary>
internal sealed class ComfyFiles(RemoteService service, ResultStore results)
{
    /// <summary>Uploads a media source and returns the name that loading nodes know it by.</summary>
    public async Task<string> Upload(string source, IJobContext context, CancellationToken cancellationToken)
    {
        var file = await context.Fetch(source, cancellationToken);
        var content = new StreamContent(File.OpenRead(file.Path));
        content.Headers.ContentType = new MediaTypeHeaderValue(file.ContentType);
        using var form = new MultipartFormDataContent
        {
            { content, "image", $"{context.JobId}-{file.Bytes.ToString(CultureInfo.InvariantCulture)}.{file.ContentType[(file.ContentType.IndexOf('/', StringComparison.Ordinal) + 1)..]}" },
            { new StringContent("input"), "type" },
            { new StringContent("true"), "overwrite" },
        };
        var answer = await service.Upload("upload/image", form, cancellationToken);
        var name = answer.Text("name") ?? throw new ServiceFault(JobFailure.Transient, $"'{service.Name}' did not name the uploaded file.", RequestFate.NotMade);
        return answer.Text("subfolder") is { Length: > 0 } folder ? $"{folder}/{name}" : name;
    }

    /// <summary>Every file that the graph's output nodes saved, as blobs, nodes and files in their order; files that are only previews are left out.</summary>
    public async Task<IReadOnlyList<System.Text.Json.Nodes.JsonNode>> Bring(JsonElement outputs, IJobContext context, Func<string, Task<System.Text.Json.Nodes.JsonNode>>? store, CancellationToken cancellationToken)
    {
        var blobs = new List<System.Text.Json.Nodes.JsonNode>();
        foreach (var file in outputs.EnumerateObject().SelectMany(node => FilesOf(node.Value)))
        {
            var query = $"view?filename={Uri.EscapeDataString(file.Text("filename")!)}&subfolder={Uri.EscapeDataString(file.Text("subfolder") ?? "")}&type={Uri.EscapeDataString(file.Text("type") ?? "output")}";
            var path = await ResultFiles.Bring(service, query, context, cancellationToken);
            blobs.Add(store is null ? await results.Any(service, path, context, cancellationToken) : await store(path));
        }

        return blobs;
    }

    /// <summary>Pictures, clips and sound stand in lists of different names, all of the same shape.</summary>
    private static IEnumerable<JsonElement> FilesOf(JsonElement node) => node.ValueKind != JsonValueKind.Object ? [] : node.EnumerateObject()
        .Where(list => list.Value.ValueKind == JsonValueKind.Array)
        .SelectMany(list => list.Value.EnumerateArray())
        .Where(file => file.Text("filename") is not null && file.Text("type") is null or "output");
}
