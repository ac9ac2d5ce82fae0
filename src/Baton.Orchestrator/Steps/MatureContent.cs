using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Contracts.Json;

namespace Baton.Steps;

/// <summary>Takes the ways to the bytes of mature blobs out of a document.</summary>
internal static class MatureContent
{
    private static readonly string[] WaysIn = ["url", "urlExpiresAt", "previewUrl", "previewUrlExpiresAt"];

    public static JsonElement Hide(JsonElement document)
    {
        // Most documents have no rated blob in them, and one search through the bytes tells.
        if (JsonMarshal.GetRawUtf8Value(document).IndexOf("\"nsfwLevel\""u8) < 0 || JsonNode.Parse(document.GetRawText()) is not { } root)
        {
            return document;
        }

        HideIn(root);
        return JsonSerializer.SerializeToElement(root, BatonJson.Default.JsonNode);
    }

    private static void HideIn(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                HideIn(item);
            }
        }
        else if (node is JsonObject members)
        {
            HideIn(members);
        }
    }

    private static void HideIn(JsonObject members)
    {
        if (members["nsfwLevel"] is JsonValue level && level.TryGetValue<string>(out var text) && text is "r" or "x" or "xxx")
        {
            foreach (var way in WaysIn)
            {
                members.Remove(way);
            }

            members["available"] = false;
        }

        foreach (var (_, value) in members)
        {
            HideIn(value);
        }
    }
}
