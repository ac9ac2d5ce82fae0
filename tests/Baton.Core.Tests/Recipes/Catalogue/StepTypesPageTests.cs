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

    [Fact]
    public void EveryEngine_OfTheCatalogue_HasAKindOfProvider() => Assert.All(
        CatalogueDocument.Recipes.Select(recipe => new CatalogueDocument(recipe)),
        document => Assert.All(document.Variants, variant => Assert.NotEmpty(ProviderKinds.Of(document.Recipe, variant.Engine, variant.Ecosystem))));

    private static string Here([CallerFilePath] string path = "") => path;
}
