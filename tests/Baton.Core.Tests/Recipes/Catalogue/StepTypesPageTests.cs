using System.Runtime.CompilerServices;
using Baton.Recipes;
using Xunit;

namespace Baton.Core.Tests.Recipes.Catalogue;

public sealed class StepTypesPageTests
{
    [Fact]
    public void Page_OfTheStepTypes_IsTheOneCheckedIn()
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../../docs/reference/step-types.md"));
        var written = StepTypesPage.Write();
        var checkedIn = File.Exists(path) ? File.ReadAllText(path) : "";
        if (written != checkedIn)
        {
            File.WriteAllText(Path.ChangeExtension(path, ".received.md"), written);
        }

        Assert.True(written == checkedIn, "The catalogue has changed. If that is meant, put docs/reference/step-types.received.md in place of step-types.md.");
    }

    /// <summary>What a caller whose job nobody runs is told, for every variant: the kinds that the page lists for it, and no other.</summary>
    [Fact]
    public void Words_ForEveryVariant_NameTheKindsOnThePage()
    {
        string[] known = ["a1111", "comfyui", "fal", "openai", "replicate"];
        var rows = StepTypesPage.Write().Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| variant", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal)).ToList();
        var variants = CatalogueDocument.Recipes.SelectMany(recipe => new CatalogueDocument(recipe).Variants.Select(variant => (recipe, variant))).ToList();

        Assert.Equal(variants.Count, rows.Count);
        Assert.All(variants.Zip(rows), pair =>
        {
            var ((recipe, variant), row) = pair;
            var onPage = row.Split('|', StringSplitOptions.TrimEntries)[^2].Split(", ");
            var words = ProviderKinds.Words(recipe, variant.Chosen)!;

            Assert.Contains("a worker of one's own", words, StringComparison.Ordinal);
            Assert.Equal(known.Intersect(onPage), known.Where(kind => words.Split(' ', ',').Contains(kind)));
            Assert.True(onPage is ["own workers"] || onPage.All(known.Contains), row);
        });
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
