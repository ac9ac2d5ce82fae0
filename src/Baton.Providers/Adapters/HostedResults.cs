using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;

namespace Baton.Providers.Adapters;

/// <summary>Finds the files that a hosted model made, wherever its own shape of answer has them, and makes blobs of them.</summary>
internal sealed class HostedResults(RemoteService service, ResultStore results)
{
    /// <summary>The output of an imageGen or a videoGen step.</summary>
    public async Task<JsonNode> Output(JsonElement answer, string type, JsonElement input, IJobContext context, CancellationToken cancellationToken)
    {
        var urls = Urls(answer, depth: 0).Distinct(StringComparer.Ordinal).ToList();
        if (urls.Count == 0)
        {
            throw ServiceFault.Over(JobFailure.Transient, $"'{service.Name}' answered without a file.");
        }

        var blobs = new List<JsonNode>();
        foreach (var url in urls)
        {
            var path = await ResultFiles.Bring(service, url, context, cancellationToken);
            blobs.Add(type == "videoGen" ? await results.Video(service, path, context, cancellationToken) : await results.Image(service, path, ResultStore.FormatOf(input), context, cancellationToken));
        }

        if (type != "videoGen")
        {
            return new JsonObject { ["images"] = new JsonArray([.. blobs]) };
        }

        var output = new JsonObject { ["video"] = blobs[0] };
        if (blobs.Count > 1)
        {
            output["additionalVideos"] = new JsonArray([.. blobs.Skip(1)]);
        }

        return output;
    }

    private static IEnumerable<string> Urls(JsonElement element, int depth) => (depth, element.ValueKind) switch
    {
        ( > 5, _) => [],
        (_, JsonValueKind.String) when element.GetString() is { } text && (text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("data:", StringComparison.Ordinal)) => [text],
        (_, JsonValueKind.Array) => element.EnumerateArray().SelectMany(item => Urls(item, depth + 1)),
        (_, JsonValueKind.Object) => element.EnumerateObject().Where(member => member.Name is not ("prompt" or "thumbnail" or "preview" or "mask_image")).SelectMany(member => Urls(member.Value, depth + 1)),
        _ => [],
    };
}
