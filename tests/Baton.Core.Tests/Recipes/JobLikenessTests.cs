using System.Text.Json;
using Baton.Recipes;
using Xunit;

namespace Baton.Core.Tests.Recipes;

/// <summary>Which jobs are thought to take as long as each other.</summary>
public sealed class JobLikenessTests
{
    [Theory]
    [InlineData("""{"prompt":"a","width":1024,"height":1024}""", """{"prompt":"b","width":1152,"height":1024}""", true)]
    [InlineData("""{"width":512,"height":512}""", """{"width":1024,"height":1024}""", false)]
    [InlineData("""{"engine":"flux","prompt":"a"}""", """{"engine":"flux","prompt":"b"}""", true)]
    [InlineData("""{"engine":"flux"}""", """{"engine":"sdxl"}""", false)]
    [InlineData("""{"quantity":1}""", """{"quantity":4}""", false)]
    [InlineData("\"text\"", "[1]", true)]
    public void Jobs_OfOneType_AreAlikeInKindAndSize(string one, string other, bool alike) => Assert.Equal(alike, Of("imageGen", one) == Of("imageGen", other));

    [Fact]
    public void Jobs_OfTwoTypes_AreNotAlike() => Assert.NotEqual(Of("imageGen", "{}"), Of("videoGen", "{}"));

    private static JobLikeness Of(string type, string input) => JobLikeness.Of(new JobPlan(type, JsonElement.Parse(input)));
}
