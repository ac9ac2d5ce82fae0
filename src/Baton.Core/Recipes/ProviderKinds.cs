using System.Collections.Immutable;
using System.Text.Json;
using Baton.Schemas;

namespace Baton.Recipes;

/// <summary>Which kinds of provider can run a step type or an engine of it, for those whom nobody has set one up. The table is data.</summary>
public static class ProviderKinds
{
    private const string AnyEngine = "*";

    /// <summary>What an input names that is for ComfyUI, with a graph that none of the kinds brings along.</summary>
    private const string OwnGraphs = "comfy";

    private static readonly Lazy<JsonElement> Table = new(Read);

    /// <summary>The kinds, by the names that settings have them under; empty when it cannot be said.</summary>
    public static ImmutableArray<string> Of(string type, string? engine) =>
        Table.Value.TryGetProperty(type, out var engines)
        && (engines.TryGetProperty(engine ?? AnyEngine, out var kinds) || engines.TryGetProperty(AnyEngine, out kinds))
            ? [.. kinds.EnumerateArray().Select(kind => kind.GetString()!)]
            : [];

    /// <summary>The same as a sentence for whoever waits for a job with this input; null when it cannot be said.</summary>
    public static string? Words(string type, JsonElement input)
    {
        var engine = JsonMembers.Text(input, "engine");
        if (JsonMembers.Text(input, "provider") == OwnGraphs)
        {
            return $"The engine {engine} of the provider {OwnGraphs} can be run by a worker of one's own.";
        }

        return Of(type, engine) is { IsEmpty: false } kinds
            ? $"{(engine is null ? type : $"The engine {engine}")} can be run by a provider of the kind {string.Join(" or ", kinds)}, or by a worker of one's own."
            : null;
    }

    private static JsonElement Read()
    {
        using var resource = typeof(ProviderKinds).Assembly.GetManifestResourceStream("Baton.Recipes.provider-kinds.json")!;
        using var document = JsonDocument.Parse(resource);

        return document.RootElement.Clone();
    }
}
