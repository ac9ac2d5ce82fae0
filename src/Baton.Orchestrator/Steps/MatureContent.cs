using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Blobs;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;

namespace Baton.Steps;

/// <summary>Writes ratings into documents, and takes the ways to the bytes of mature blobs out of them.</summary>
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

    /// <summary>The document with the level of each rated blob in it.</summary>
    /// <param name="levelOf">The level of a blob; null when it is unrated.</param>
    public static JsonElement Rate(JsonElement document, Func<BlobId, NsfwLevel?> levelOf)
    {
        if (JsonNode.Parse(document.GetRawText()) is not { } root)
        {
            return document;
        }

        RateIn(root, levelOf);
        return JsonSerializer.SerializeToElement(root, BatonJson.Default.JsonNode);
    }

    private static void RateIn(JsonNode? node, Func<BlobId, NsfwLevel?> levelOf)
    {
        var children = node switch
        {
            JsonArray items => items.ToList(),
            JsonObject members => members.Select(member => member.Value).ToList(),
            _ => [],
        };
        foreach (var child in children)
        {
            RateIn(child, levelOf);
        }

        if (node is JsonObject blob && blob["id"] is JsonValue value && value.TryGetValue<string>(out var text) && BlobId.TryParse(text, out var id) && levelOf(id) is { } level)
        {
            blob["nsfwLevel"] = level.ToString().ToLowerInvariant();
        }
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
            members["blockedReason"] ??= $"It is rated {text}; allow mature content to see it.";
        }

        foreach (var (_, value) in members)
        {
            HideIn(value);
        }
    }
}
