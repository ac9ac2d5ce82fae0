using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Core.Tests.Workflows;
using Baton.Schemas;
using Xunit;

namespace Baton.Core.Tests.Recipes.Catalogue;

public sealed class CatalogueTests(ITestOutputHelper output)
{
    public static TheoryData<string> Recipes => [.. CatalogueDocument.Recipes];

    private static readonly HashSet<string> Keywords =
    [
        "$schema", "$defs", "$ref", "title", "type", "properties", "required", "discriminator", "oneOf", "anyOf", "additionalProperties", "items", "enum", "const",
        "default", "pattern", "format", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "x-aliases",
    ];

    [Theory]
    [InlineData("chatCompletion", 1)]
    [InlineData("comfy", 1)]
    [InlineData("imageGen", 98)]
    [InlineData("textToImage", 1)]
    [InlineData("transcription", 1)]
    [InlineData("videoGen", 61)]
    public void Catalogue_AsCheckedIn_HasAllVariants(string recipe, int variants)
    {
        var document = new CatalogueDocument(recipe);

        Assert.Equal(variants, document.Variants.Count);
        Assert.Equal(variants, document.Variants.DistinctBy(v => v.ToString()).Count());
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Catalogue_AsCheckedIn_IsClosed(string recipe)
    {
        var document = new CatalogueDocument(recipe);
        var used = new HashSet<string>();

        Look(document.Root);

        Assert.Equal((document.Root["$defs"]?.AsObject() ?? []).Select(d => d.Key).Order(), used.Order());

        void Look(JsonNode? node)
        {
            foreach (var (keyword, value) in node as JsonObject ?? [])
            {
                Assert.Contains(keyword, Keywords);
                if (keyword == "$ref")
                {
                    Assert.NotNull(document.Definition(value!.GetValue<string>()));
                    used.Add(value!.GetValue<string>()["#/$defs/".Length..]);
                }
                else if (keyword == "discriminator")
                {
                    LookAtUnion(node!.AsObject());
                }
                else if (keyword is "properties" or "$defs")
                {
                    value!.AsObject().ToList().ForEach(m => Look(m.Value));
                }
                else if (keyword is "items" or "additionalProperties")
                {
                    Look(value);
                }
                else if (keyword is "oneOf" or "anyOf")
                {
                    value!.AsArray().ToList().ForEach(Look);
                }
            }
        }

        // Every value leads to a variant of its own that says the value, and there is no other variant.
        void LookAtUnion(JsonObject union)
        {
            var name = union["discriminator"]!["propertyName"]!.GetValue<string>();
            var mapping = union["discriminator"]!["mapping"]!.AsObject();
            Assert.Equal(mapping.Select(m => m.Value!.GetValue<string>()), union["oneOf"]!.AsArray().Select(v => v!["$ref"]!.GetValue<string>()));
            Assert.All(mapping, m => Assert.Equal(m.Key, document.Definition(m.Value!.GetValue<string>())!["properties"]![name]!["const"]!.GetValue<string>()));
            var hasDefault = union["properties"]?[name]?["default"] is not null;
            Assert.NotEqual(hasDefault, union["required"]?.AsArray().Any(r => r!.GetValue<string>() == name) ?? false);
        }
    }

    /// <summary>The floors are what the catalogue gave when it was checked in, rounded down: fewer would mean that the cases, or the catalogue, have gone missing.</summary>
    [Theory]
    [InlineData("chatCompletion", 180, 140)]
    [InlineData("comfy", 15, 15)]
    [InlineData("imageGen", 8000, 4500)]
    [InlineData("textToImage", 180, 60)]
    [InlineData("transcription", 5, 5)]
    [InlineData("videoGen", 2300, 2400)]
    public void EveryVariant_OfEveryConstraint_TakesWhatKeepsItAndNamesWhatBreaksIt(string recipe, int rightMin, int wrongMin)
    {
        var document = new CatalogueDocument(recipe);
        var cases = new CatalogueCases(document);
        var misses = new List<string>();
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var variant in document.Variants)
        {
            foreach (var made in cases.Of(variant))
            {
                var key = made.Path is null ? "right" : made.Constraint;
                counts[key] = counts.GetValueOrDefault(key) + 1;
                if (Miss(recipe, made) is { } miss)
                {
                    misses.Add($"{variant}: {made.Constraint} of {made.Path ?? "-"}: {miss} in {made.Body.ToJsonString()[..Math.Min(400, made.Body.ToJsonString().Length)]}");
                }
            }
        }

        var wrong = counts.Where(c => c.Key != "right").Sum(c => c.Value);
        output.WriteLine($"{recipe}: {document.Variants.Count} variants, {counts["right"]} bodies accepted, {wrong} refused: {string.Join(", ", counts)}");
        Assert.True(misses.Count == 0, $"{misses.Count} misses, such as\n{string.Join('\n', misses.Take(20))}");
        Assert.True(counts["right"] >= rightMin && wrong >= wrongMin, $"Only {counts["right"]} and {wrong} cases.");
    }

    /// <summary>What is not as it should be: nothing but the one fault may be found, and what is accepted must be its own canonical form.</summary>
    private static string? Miss(string recipe, CatalogueCase made)
    {
        var (kept, findings) = Accept(recipe, made.Body);
        if (made.Path is { } path)
        {
            return findings.Faults.Select(f => f.Path).Distinct().ToList() is [var only] && only == path
                ? null
                : $"found {string.Join("; ", findings.Faults.Select(f => $"{f.Path}: {f.Message}"))}";
        }

        if (findings.HasFaults || findings.Warnings is not [])
        {
            return $"found {string.Join("; ", findings.Faults.Select(f => $"{f.Path}: {f.Message}"))} {string.Join("; ", findings.Warnings)}";
        }

        var again = Accept(recipe, JsonNode.Parse(kept.GetRawText())!.AsObject()).Kept;

        return again.GetRawText() == kept.GetRawText() ? null : $"became {kept.GetRawText()}, then {again.GetRawText()}";
    }

    private static (JsonElement Kept, Findings Findings) Accept(string recipe, JsonObject body)
    {
        var findings = new Findings();
        var kept = Submissions.Recipes.Find(recipe)!.Accept(
            JsonElement.Parse(body.ToJsonString()), new JsonPlace(), new ValidationRules { ReferencesAllowed = true }, findings);

        return (kept, findings);
    }
}
