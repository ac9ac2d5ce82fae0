using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Schemas;

namespace Baton.Recipes;

/// <summary>
/// A recipe whose input is described by data: the JSON Schema of its name in <c>Catalogue</c>, which <c>scripts/make-catalogue</c> writes.
/// Its jobs get the input with every default filled in, so that providers read, and capabilities are matched against, what is really meant.
/// </summary>
public class CatalogueRecipe(string type, Func<JsonTypeInfo> output) : Recipe(type, () => Read(type), output)
{
    public sealed override ImmutableArray<JobPlan> Plan(JsonElement resolvedInput) =>
        [.. Split(SchemaDefaults.Fill(Input, resolvedInput)).Select(input => new JobPlan(Type, input))];

    /// <summary>The inputs of the jobs, from the whole input with its defaults; one job by default.</summary>
    protected virtual IEnumerable<JsonElement> Split(JsonElement input) => [input];

    private static Schema Read(string type)
    {
        using var resource = typeof(CatalogueRecipe).Assembly.GetManifestResourceStream($"Baton.Recipes.{type}.json")!;
        using var document = JsonDocument.Parse(resource);

        return Schema.ParseAsNeeded(document.RootElement.Clone());
    }
}
