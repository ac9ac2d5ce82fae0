using System.Collections.Immutable;
using System.Text.Json;
using Baton.Schemas;

namespace Baton.Recipes;

/// <summary>Which kinds of provider can run a step type, an engine of it or an ecosystem of the engine, for those whom nobody has set one up. The table is data.</summary>
public static class ProviderKinds
{
    private const string AnyEngine = "*";

    /// <summary>What an input names that is for ComfyUI, with a graph that none of the kinds brings along.</summary>
    private const string OwnGraphs = "comfy";

    private static readonly Lazy<JsonElement> Table = new(Read);

    /// <summary>The kinds, by the names that settings have them under; empty when it cannot be said.</summary>
    public static ImmutableArray<string> Of(string type, string? engine, string? ecosystem) =>
        Table.Value.TryGetProperty(type, out var engines)
        && (engines.TryGetProperty($"{engine}/{ecosystem}", out var kinds) || engines.TryGetProperty(engine ?? AnyEngine, out kinds) || engines.TryGetProperty(AnyEngine, out kinds))
            ? [.. kinds.EnumerateArray().Select(kind => kind.GetString()!)]
            : [];

    /// <summary>The same as a sentence for whoever waits for a job with this input; null when it cannot be said.</summary>
    public static string? Words(string type, JsonElement input)
    {
        var (engine, ecosystem) = (JsonMembers.Text(input, "engine"), JsonMembers.Text(input, "ecosystem"));
        if (JsonMembers.Text(input, "provider") == OwnGraphs)
        {
            return $"The engine {engine} of the provider {OwnGraphs} can be run by a worker of one's own.";
        }

        var subject = engine is null ? type : ecosystem is null ? $"The engine {engine}" : $"The engine {engine} with the ecosystem {ecosystem}";

        return Of(type, engine, ecosystem) is { IsEmpty: false } kinds
            ? $"{subject} can be run by a provider of the kind {string.Join(" or ", kinds)}, or by a worker of one's own."
            : null;
    }

    private static JsonElement Read()
    {
        using var resource = typeof(ProviderKinds).Assembly.GetManifestResourceStream("Baton.Recipes.provider-kinds.json")!;
        using var document = JsonDocument.Parse(resource);

        return document.RootElement.Clone();
    }
}
