using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Recipes;

namespace Baton.Core.Tests.Recipes.Catalogue;

/// <summary>A checked-in schema, read without any of the code that is under test: every variant with all of its members.</summary>
internal sealed class CatalogueDocument
{
    public static readonly IReadOnlyList<string> Recipes = ["chatCompletion", "comfy", "imageGen", "textToImage", "transcription", "videoGen"];

    private readonly JsonObject _root;

    public CatalogueDocument(string recipe)
    {
        Recipe = recipe;
        using var resource = typeof(CatalogueRecipe).Assembly.GetManifestResourceStream($"Baton.Recipes.{recipe}.json")!;
        _root = JsonNode.Parse(resource)!.AsObject();
        Variants = [.. Walk(_root, [], [], [])];
    }

    public string Recipe { get; }

    public JsonObject Root => _root;

    /// <summary>Every combination of discriminators, in the order of the document.</summary>
    public IReadOnlyList<CatalogueVariant> Variants { get; }

    /// <summary>The schema itself, or the one that it points to.</summary>
    public JsonObject Follow(JsonNode schema) =>
        schema["$ref"] is { } pointer
            ? Definition(pointer.GetValue<string>()) ?? throw new InvalidOperationException($"{pointer} leads nowhere.")
            : schema.AsObject();

    public JsonObject? Definition(string pointer) =>
        pointer.StartsWith("#/$defs/", StringComparison.Ordinal) ? _root["$defs"]?[pointer["#/$defs/".Length..]]?.AsObject() : null;

    /// <summary>An object schema's own variants; the object itself when it has none.</summary>
    public IEnumerable<CatalogueVariant> VariantsOf(JsonObject schema) => Walk(schema, [], [], []);

    private IEnumerable<CatalogueVariant> Walk(JsonObject node, Dictionary<string, JsonObject> inherited, HashSet<string> required, List<Choice> chosen)
    {
        var members = new Dictionary<string, JsonObject>(inherited);
        foreach (var (name, schema) in node["properties"]?.AsObject() ?? [])
        {
            members[name] = schema!.AsObject();
        }

        var needed = required.Concat(node["required"]?.AsArray().Select(n => n!.GetValue<string>()) ?? []).ToHashSet();
        if (node["discriminator"] is not { } discriminator)
        {
            return [new CatalogueVariant(members, needed, chosen)];
        }

        var property = discriminator["propertyName"]!.GetValue<string>();
        var otherwise = members.GetValueOrDefault(property)?["default"]?.GetValue<string>();
        return discriminator["mapping"]!.AsObject().SelectMany(m =>
            Walk(Definition(m.Value!.GetValue<string>())!, members, needed, [.. chosen, new Choice(property, m.Key, m.Key == otherwise)]));
    }
}

/// <param name="Members">The schemas of all members, those of the types it extends included.</param>
/// <param name="Choices">The discriminators that lead here, outermost first.</param>
internal sealed record CatalogueVariant(IReadOnlyDictionary<string, JsonObject> Members, IReadOnlySet<string> Required, IReadOnlyList<Choice> Choices)
{
    public string? Engine => Said("engine");

    public string? Ecosystem => Said("ecosystem");

    /// <summary>The members that choose, as an input has them.</summary>
    public JsonElement Chosen => JsonElement.Parse(new JsonObject(Choices.Select(choice => KeyValuePair.Create(choice.Member, (JsonNode?)choice.Value))).ToJsonString());

    public override string ToString() => Choices.Count == 0 ? "plain" : string.Join(", ", Choices.Select(c => $"{c.Member} {c.Value}"));

    private string? Said(string member) => Choices.FirstOrDefault(c => c.Member == member)?.Value;
}

/// <summary>A discriminator and its value.</summary>
/// <param name="IsDefault">It is taken when the member is missing.</param>
internal sealed record Choice(string Member, string Value, bool IsDefault);
