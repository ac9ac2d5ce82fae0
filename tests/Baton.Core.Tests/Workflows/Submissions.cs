using System.Text.Json;
using Baton.Recipes;
using Baton.Schemas;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Workflows;

/// <summary>Bodies for tests, and how they are read.</summary>
internal static class Submissions
{
    public static readonly RecipeCatalogue Recipes = new(StandardRecipes.All);

    public static readonly SubmissionReader Reader = new(Recipes, new SubmissionLimits());

    public static JsonElement Json(string text) => JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = 10_000 });

    public static Checked<WorkflowSubmission> Read(string body, bool waits = false) => Reader.ReadWorkflow(Json(body), waits);

    public static WorkflowDefinition Accept(string body)
    {
        var read = Read(body);
        Assert.Empty(read.Faults);

        return read.Value!.Definition;
    }

    /// <summary>A workflow of these steps.</summary>
    public static string Of(params string[] steps) => $$"""{"steps":[{{string.Join(',', steps)}}]}""";

    public static string Echo(string message = "\"hello\"", string more = "") =>
        $$"""{"$type":"echo","input":{"message":{{message}}}{{more}}}""";

    public static string Convert(string image = "\"https://a.example/b.png\"", string output = """{"format":"png"}""", string more = "") =>
        $$$"""{"$type":"convertImage","input":{"image":{{{image}}},"output":{{{output}}}{{{more}}}}}""";
}
