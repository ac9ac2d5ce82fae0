using System.Text;
using Baton.Recipes;

namespace Baton.Core.Tests.Recipes.Catalogue;

/// <summary>The page of the documentation that lists what can be asked for, written from the checked-in schemas.</summary>
internal static class StepTypesPage
{
    public static string Write()
    {
        var text = new StringBuilder();
        text.Append(Head);
        foreach (var document in CatalogueDocument.Recipes.Select(recipe => new CatalogueDocument(recipe)))
        {
            text.Append($"\n## {document.Recipe}\n\n{document.Variants.Count} {(document.Variants.Count == 1 ? "variant" : "variants")}.\n\n");
            text.Append("| variant | required | may be given | kinds of provider |\n| --- | --- | --- | --- |\n");
            foreach (var variant in document.Variants)
            {
                text.Append(Row(document, variant));
            }
        }

        return text.ToString();
    }

    private const string Head =
        """
        # Step types that are data

        The inputs of these step types come in many variants, chosen by up to four members such as `engine`, `ecosystem`, `model`, `version`, `provider` and
        `operation`. They are JSON Schemas in `src/Baton.Core/Recipes/Catalogue`, which `scripts/make-catalogue` writes; this page is made from them, and the
        OpenAPI document shows them whole.

        - A member that chooses has a default where it stands in brackets, and may then be left out. Without `engine`, the engine is taken that alone has the
          given `model`, `ecosystem` or `version`, and a warning says so; otherwise the answer is a 400 that lists what is known.
        - Values of enums are matched without regard to case and kept as they are spelled here. A number for an enum is a 400.
        - A member that no variant of the engine has is ignored with a warning; one that belongs to another variant of the same engine is a 400.
        - [Where Baton is more lenient](more-lenient.md) than the published API lists every member that may be left out here, goes by another name or takes more.
        - Some members go by a second name: those of a chat in snake_case (`max_tokens`), those of a ComfyUI node as ComfyUI writes them (`class_type`,
          `_meta`), and `sourceImageDenoiseStrenght` spelled rightly. They are kept under the name on this page.
        - Jobs get every default filled in. For `imageGen` with the engines `comfy` and `sdcpp`, for `textToImage` by `batchSize`, and for `comfy`, a quantity
          becomes several jobs with quantity 1 or one batch each, each with the seed of its first picture.
        - Where nobody runs an engine, the step is accepted and ends as `no_provider_available`, which names the kinds of provider in the last column. A worker of
          one's own can run any of them; where the column says so, none of the kinds can by itself.

        """;

    private static string Row(CatalogueDocument document, CatalogueVariant variant)
    {
        var choices = variant.Choices.Count == 0 ? "–" : string.Join(", ", variant.Choices.Select(c => c.IsDefault ? $"[{c.Member} `{c.Value}`]" : $"{c.Member} `{c.Value}`"));
        var members = variant.Members.Keys.Where(name => variant.Choices.All(c => c.Member != name)).ToList();
        var kinds = ProviderKinds.Of(document.Recipe, variant.Chosen)!.Value;

        return $"| {choices} | {Names(members.Where(variant.Required.Contains))} | {Names(members.Where(m => !variant.Required.Contains(m)))} | {(kinds.IsEmpty ? "own workers" : string.Join(", ", kinds))} |\n";
    }

    private static string Names(IEnumerable<string> names) => string.Join(' ', names.Select(name => $"`{name}`"));
}
