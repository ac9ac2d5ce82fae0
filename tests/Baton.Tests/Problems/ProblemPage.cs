using System.Text.Json;
using Baton.Tests.Docs;
using Xunit;

namespace Baton.Tests.Problems;

/// <summary>The page of a problem, as it stands in the documents.</summary>
internal static class ProblemPage
{
    private const string Fence = "```json\n";

    public static string TextOf(string code) => File.ReadAllText(Path.Combine(Checkout.Root, "docs", "problems", code + ".md")).ReplaceLineEndings("\n");

    /// <summary>The body that the page shows.</summary>
    public static JsonElement ExampleOf(string code)
    {
        var text = TextOf(code);
        var start = text.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        Assert.True(start > Fence.Length, $"The page of {code} shows no body.");
        return JsonElement.Parse(text[start..text.IndexOf("```", start, StringComparison.Ordinal)]);
    }

    public static IEnumerable<string> MembersOf(JsonElement body) => body.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal);
}
