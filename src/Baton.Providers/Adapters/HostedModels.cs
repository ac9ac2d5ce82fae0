using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Providers.Adapters;

/// <summary>
/// Which hosted model runs an input. The setting <c>Models</c> names inputs by step type and the members that choose a variant, such as <c>imageGen/flux2/pro/editImage</c>; the longest name that
/// fits counts.
/// </summary>
internal static class HostedModels
{
    private static readonly string[] Choosers = ["ecosystem", "model", "version", "operation"];

    /// <summary>The service's name for the model; null when the settings name none for this input.</summary>
    public static string? Find(ProviderSettings settings, string type, JsonElement input)
    {
        var parts = new[] { type, input.Text("engine") }.Concat(Choosers.Select(name => input.Text(name))).OfType<string>().ToArray();
        for (var length = parts.Length; length >= 2; length--)
        {
            if (settings.Models.TryGetValue(string.Join('/', parts.Take(length)), out var model))
            {
                return model;
            }
        }

        return null;
    }

    /// <summary>The step types that the settings name models for.</summary>
    public static IEnumerable<string> TypesOf(ProviderSettings settings) => settings.Models.Keys.Select(name => name.Split('/')[0]).Distinct(StringComparer.Ordinal);

    /// <summary>A JSON Schema of the inputs of this type that have a model: the engine, and each further part in one of the members that choose.</summary>
    public static JsonElement Schema(ProviderSettings settings, string type)
    {
        var variants = settings.Models.Keys.Select(name => name.Split('/')).Where(parts => parts[0] == type && parts.Length >= 2).Select(Variant);
        return JsonSerializer.SerializeToElement(new JsonObject { ["anyOf"] = new JsonArray([.. variants]) }, AdapterJson.Default.JsonNode);
    }

    private static JsonNode Variant(string[] parts) => new JsonObject
    {
        ["allOf"] = new JsonArray([(JsonNode)Has("engine", parts[1]), .. parts.Skip(2).Select(part => (JsonNode)new JsonObject { ["anyOf"] = new JsonArray([.. Choosers.Select(name => (JsonNode)Has(name, part))]) })]),
    };

    private static JsonObject Has(string member, string value) => new JsonObject
    {
        ["type"] = "object",
        ["required"] = new JsonArray(member),
        ["properties"] = new JsonObject { [member] = new JsonObject { ["const"] = value } },
    };
}
