using System.Collections.Immutable;
using System.Text.Json;
using Baton.Schemas;

namespace Baton.Recipes;

/// <summary>
/// Which kinds of provider can run an input, for those whom nobody has set one up: by its step type, its engine, and the engine's ecosystem, or the provider that the caller
/// chooses and the version. The table is data; the page of the step types and the words of a failure both come from it.
/// </summary>
public static class ProviderKinds
{
    private const string AnyEngine = "*";

    private static readonly Lazy<JsonElement> Table = new(Read);

    /// <summary>The kinds, by the names that settings have them under; none when only a worker of one's own can, null when it cannot be said.</summary>
    public static ImmutableArray<string>? Of(string type, JsonElement input) => Find(type, input)?.Kinds;

    /// <summary>The same as a sentence for whoever waits for a job with this input; null when it cannot be said.</summary>
    public static string? Words(string type, JsonElement input) => Find(type, input) switch
    {
        null => null,
        { Kinds.IsEmpty: true } row => $"{row.Subject} can be run by a worker of one's own.",
        { } row => $"{row.Subject} can be run by a provider of the kind {string.Join(" or ", row.Kinds)}, or by a worker of one's own.",
    };

    /// <summary>The row of the table for an input: the one that says most.</summary>
    private static (string Subject, ImmutableArray<string> Kinds)? Find(string type, JsonElement input)
    {
        var (engine, ecosystem, provider) = (JsonMembers.Text(input, "engine"), JsonMembers.Text(input, "ecosystem"), JsonMembers.Text(input, "provider"));
        var one = engine is null ? type : $"The engine {engine}";
        var withEcosystem = ecosystem is null ? one : $"{one} with the ecosystem {ecosystem}";
        (string Name, string Subject)[] rows =
        [
            ($"{engine}@{provider}/{JsonMembers.Text(input, "version")}", $"{one} of the provider {provider}"),
            ($"{engine}@{provider}", $"{one} of the provider {provider}"),
            ($"{engine}/{ecosystem}", withEcosystem),
            (engine ?? AnyEngine, withEcosystem),
            (AnyEngine, withEcosystem),
        ];

        return Table.Value.TryGetProperty(type, out var engines) && Array.Find(rows, row => engines.TryGetProperty(row.Name, out _)) is { Name: { } name, Subject: { } subject }
            ? (subject, [.. engines.GetProperty(name).EnumerateArray().Select(kind => kind.GetString()!)])
            : null;
    }

    private static JsonElement Read()
    {
        using var resource = typeof(ProviderKinds).Assembly.GetManifestResourceStream("Baton.Recipes.provider-kinds.json")!;
        using var document = JsonDocument.Parse(resource);

        return document.RootElement.Clone();
    }
}
