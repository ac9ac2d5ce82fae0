using System.Reflection;
using Baton.Problems;
using Xunit;

namespace Baton.Tests.Problems;

public sealed class ProblemTests(BatonHost host)
{
    private static readonly Problem[] Catalogue =
        [.. typeof(Problem).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetValue(null)).OfType<Problem>()];

    [Fact]
    public void Catalogue_OfAllProblems_HasUniqueCodesAndAPageForEach()
    {
        var codes = Catalogue.Select(p => p.Code).Order().ToArray();

        Assert.Equal(codes.Distinct(), codes);
        Assert.Equal(codes, ProblemPages.Codes.Order());
    }

    [Fact]
    public async Task Page_OfAProblem_SaysItsTitleAndStatus()
    {
        foreach (var problem in Catalogue)
        {
            var answer = await host.Anonymous().Send("GET", "/problems/" + problem.Code);

            Assert.Equal("text/markdown", answer.ContentType);
            var words = $"fault: {problem.Owner.ToString().ToLowerInvariant()} · retry: {(problem.Retryable ? "may help" : "does not help")}";
            Assert.StartsWith($"# {problem.Title}\n\n`{problem.Code}` · HTTP {problem.Status} · {words}\n", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Page_OfAProblem_SaysWhatHappenedAndWhatToDoAndShowsABody()
    {
        foreach (var problem in Catalogue)
        {
            var text = ProblemPage.TextOf(problem.Code);
            foreach (var heading in (string[])["**When.**", "**Whose fault.**", "**What to do.**", "**Does a retry help?**", "**Example.**"])
            {
                Assert.Contains($"\n{heading}", text, StringComparison.Ordinal);
            }

            var body = ProblemPage.ExampleOf(problem.Code);
            Assert.Equal(
                (problem.Type, problem.Title, problem.Status, problem.Code),
                (body.GetProperty("type").GetString(), body.GetProperty("title").GetString(), body.GetProperty("status").GetInt32(), body.GetProperty("code").GetString()));
        }
    }

    [Fact]
    public async Task Validation_OfABody_KeepsTheTypeAndTitleThatClientsKnow()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows, """{ "steps": [] }""");

        answer.IsProblem(400, "validation");
        Assert.Equal("https://tools.ietf.org/html/rfc9110#section-15.5.1", answer.Json.GetProperty("type").GetString());
        Assert.Equal("One or more validation errors occurred.", answer.Json.GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404, "not-found")]
    [InlineData("GET", "/v2/consumer/recipes/nothing", 404, "not-found")]
    [InlineData("POST", "/v2/consumer/recipes/nothing", 404, "not-found")]
    [InlineData("GET", "/v2/consumer/recipes/echo", 405, "method-not-allowed")]
    [InlineData("PUT", "/v2/consumer/workflows", 405, "method-not-allowed")]
    [InlineData("GET", "/problems/none", 404, "not-found")]
    public async Task Address_ThatHasNothing_IsAProblem(string method, string path, int status, string code)
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send(method, path);

        answer.IsProblem(status, code);
        Assert.Equal(path, answer.Json.GetProperty("instance").GetString());
    }
}
