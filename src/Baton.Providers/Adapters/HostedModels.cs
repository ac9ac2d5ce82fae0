using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Providers.Adapters;

/// <summary>
/// Which hosted model runs an input. The setting <c>Models</c> names inputs by step type and the members that choose a variant, such as <c>imageGen/flux2/pro/editImage</c>; the longest name that
/// fits counts.
/// </summary>
internal static class HostedModels
{
    private static readonly string[] Choosers = ["ecosystem", "model", "version", "modelVersion", PinnedProvider.Member, "operation"];

    /// <summary>The service's name for the model; null when the settings name none for this input.</summary>
    public static string? Find(ProviderSettings settings, string type, JsonElement input) =>
        Find(settings, NameOf(type, input, Choosers)) ?? Find(settings, NameOf(type, input, Choosers.Where(name => name != PinnedProvider.Member)));

    private static string[] NameOf(string type, JsonElement input, IEnumerable<string> choosers) =>
        [.. new[] { type, input.Text("engine") }.Concat(choosers.Select(name => input.Text(name))).OfType<string>()];

    private static string? Find(ProviderSettings settings, string[] parts)
    {
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

    /// <summary>
    /// A JSON Schema of the inputs of this type that have a model: the engine, and each further part in one of the members that choose. An input that chooses another kind of provider has one only where
    /// the name says so.
    /// </summary>
    public static JsonElement Schema(ProviderSettings settings, string type)
    {
        var variants = settings.Models.Keys.Select(name => name.Split('/')).Where(parts => parts[0] == type && parts.Length >= 2).Select(parts => Variant(parts, settings.Kind!.Value));
        return JsonSerializer.SerializeToElement(new JsonObject { ["anyOf"] = new JsonArray([.. variants.Select(variant => (JsonNode)variant)]) }, AdapterJson.Default.JsonNode);
    }

    private static JsonObject Variant(string[] parts, ProviderKind kind)
    {
        var chosen = parts.Skip(2).Select(part => (JsonNode)new JsonObject { ["anyOf"] = new JsonArray([.. Choosers.Select(name => (JsonNode)Has(name, part))]) });
        JsonNode[] open = parts.Skip(2).Any(PinnedProvider.IsName) ? [] : [PinnedProvider.LeavesOpen(kind)];
        return new JsonObject { ["allOf"] = new JsonArray([Has("engine", parts[1]), .. chosen, .. open]) };
    }

    private static JsonObject Has(string member, string value) => new JsonObject
    {
        ["type"] = "object",
        ["required"] = new JsonArray(member),
        ["properties"] = new JsonObject { [member] = new JsonObject { ["const"] = value } },
    };
}
