using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client;
using Baton.Commands;
using Baton.Contracts.Blobs;
using Microsoft.AspNetCore.StaticFiles;

namespace Baton.WorkflowFiles;

/// <summary>Uploads the local files a template mentions in its steps' inputs and its arguments, each once, and puts the blobs in their place.</summary>
internal sealed class FileUploads(BatonClient client, string directory, Action<string, long> uploading)
{
    private readonly FileExtensionContentTypeProvider _contentTypes = new();
    private readonly Dictionary<string, Blob> _blobs = new(StringComparer.Ordinal);

    public async Task Replace(JsonObject template, CancellationToken cancellationToken)
    {
        foreach (var (place, value) in Mentions(template).ToList())
        {
            var path = Path.GetFullPath(FileReference.PathIn(value)!, directory);
            var blob = await BlobOf(path, place, cancellationToken);

            place.ReplaceWith(place.Parent is JsonObject && place.GetPropertyName() == "blobId" ? blob.Id : blob.Url);
        }
    }

    private static IEnumerable<(JsonValue Place, string Value)> Mentions(JsonObject template)
    {
        var steps = (template["steps"] as JsonArray ?? []).OfType<JsonObject>().Select(step => step["input"]);

        return steps
            .Append(template["arguments"])
            .SelectMany(Strings)
            .Where(found => FileReference.PathIn(found.Value) is not null);
    }

    private static IEnumerable<(JsonValue Place, string Value)> Strings(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Strings(member.Value)),
        JsonArray items => items.SelectMany(Strings),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [(value, value.GetValue<string>())],
        _ => [],
    };

    private async Task<Blob> BlobOf(string path, JsonValue place, CancellationToken cancellationToken)
    {
        if (_blobs.TryGetValue(path, out var known))
        {
            return known;
        }

        if (!File.Exists(path))
        {
            throw new RefusedException($"{PathOf(place)}: there is no file {path}");
        }

        await using var content = File.OpenRead(path);
        uploading(path, content.Length);
        var contentType = _contentTypes.TryGetContentType(path, out var type) ? type : "application/octet-stream";
        return _blobs[path] = await client.UploadBlob(content, contentType, cancellationToken);
    }

    private static string PathOf(JsonValue place) => place.GetPath()["$.".Length..];
}
