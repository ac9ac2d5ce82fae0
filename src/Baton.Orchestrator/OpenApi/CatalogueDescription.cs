using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Recipes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Baton.OpenApi;

/// <summary>Shows the inputs of the recipes that are data, with all variants: their schemas become components of the document.</summary>
internal sealed class CatalogueDescription(RecipeCatalogue recipes) : IOpenApiDocumentTransformer
{
    private const string InCatalogue = "#/$defs/";
    private const string InDocument = "#/components/schemas/";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        foreach (var recipe in recipes.All.OfType<CatalogueRecipe>())
        {
            if (document.Paths.TryGetValue($"/v2/consumer/recipes/{recipe.Type}", out var path))
            {
                Describe(document, path.Operations![HttpMethod.Post], recipe.Input.Document);
            }
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiDocument document, OpenApiOperation operation, JsonElement input)
    {
        var root = JsonNode.Parse(input.GetRawText().Replace(InCatalogue, InDocument, StringComparison.Ordinal))!.AsObject();
        var definitions = root["$defs"]?.AsObject() ?? [];
        var name = root["title"]!.GetValue<string>();
        root.Remove("$defs");
        root.Remove("$schema");
        Add(document, name, root);
        foreach (var (defined, schema) in definitions)
        {
            Add(document, defined, schema!);
        }

        foreach (var content in ((OpenApiRequestBody)operation.RequestBody!).Content!.Values)
        {
            content.Schema = new OpenApiSchemaReference(name, document);
        }
    }

    // What several recipes have in common is the same in each. No wire type of the code has a name of the catalogue.
    private static void Add(OpenApiDocument document, string name, JsonNode schema)
    {
        if (!document.Components!.Schemas!.ContainsKey(name))
        {
            var read = OpenApiModelFactory.Parse<OpenApiSchema>(schema.ToJsonString(), OpenApiSpecVersion.OpenApi3_1, document, out var diagnostic, "json");
            document.AddComponent<IOpenApiSchema>(name, diagnostic.Errors.Count == 0 ? read! : throw new FormatException($"{name}: {diagnostic.Errors[0]}"));
        }
    }
}
