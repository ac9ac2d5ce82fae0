using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Blobs;
using Baton.Workflows;

namespace Baton.Streams;

/// <summary>Tells whoever may see a step where its stream is read: as <c>streamUrl</c> in the metadata that asked for it.</summary>
internal sealed class StreamLinks(JobStreams streams, PublicAddress address)
{
    private const string Member = "streamUrl";

    public JsonElement? AddTo(JsonElement? metadata, WorkflowState workflow, int step)
    {
        if (!JobStreams.IsAskedFor(metadata))
        {
            return metadata;
        }

        var members = JsonObject.Create(metadata!.Value)!;
        members[Member] = $"{address.Base()}{StreamEndpoints.Path}/{streams.KeyOf(workflow, step)}";
        return JsonSerializer.SerializeToElement(members, StreamJson.Default.JsonObject);
    }
}
