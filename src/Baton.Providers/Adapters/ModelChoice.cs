using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Providers.Adapters;

/// <summary>Which of the models that callers name a service has, and what it calls them.</summary>
internal static class ModelChoice
{
    /// <summary>The service's name of a model: the setting's, else the caller's own.</summary>
    public static string Of(ProviderSettings settings, string? model) =>
        model is not null && settings.Models.TryGetValue(model, out var theirs) ? theirs : model ?? "";

    /// <summary>A JSON Schema of inputs whose member <c>model</c> is one that the settings name; null when they name none.</summary>
    public static JsonElement? Schema(ProviderSettings settings)
    {
        if (settings.Models.Count == 0)
        {
            return null;
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["model"] = new JsonObject { ["enum"] = new JsonArray([.. settings.Models.Keys.Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]) } },
        };
        return JsonSerializer.SerializeToElement(schema, AdapterJson.Default.JsonNode);
    }
}
