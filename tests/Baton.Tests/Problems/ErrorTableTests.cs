using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Baton.Problems;
using Xunit;

namespace Baton.Tests.Problems;

/// <summary>One row for each operation and each refusal that the API description tells of it, met over HTTP.</summary>
public sealed partial class ErrorTableTests(ErrorScene scene) : IClassFixture<ErrorScene>
{
    /// <summary>Refusals that meet a request before it has come to an operation.</summary>
    private static readonly string[] OfNoOperation = ["not-found", "method-not-allowed", "request-timeout", "uri-too-long", "headers-too-large"];

    private static readonly IReadOnlyDictionary<string, Problem> Catalogue = typeof(Problem).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetValue(null)).OfType<Problem>().ToDictionary(problem => problem.Code, StringComparer.Ordinal);

    public static TheoryData<string, string> Documented() => [.. Described().Where(row => !ErrorTable.WithoutRow.ContainsKey(row.Code)).Select(row => (row.Operation, row.Code))];

    [Theory]
    [MemberData(nameof(Documented))]
    public async Task Operation_RefusingARequest_AnswersAsDescribed(string operationId, string code)
    {
        var operation = DescribedOperation.All[operationId];

        var answer = await new ErrorTable(scene).Provoke(operation, code);

        HasTheHeadersOf(answer, code);
        if (operation.Method == "HEAD")
        {
            Assert.Equal((operation.Refusals[code], "application/problem+json", ""), ((int)answer.Status, answer.ContentType, answer.Text));
            return;
        }

        answer.IsProblem(operation.Refusals[code], code);
        HasTheBodyOf(answer, operation, Catalogue[code]);
        Assert.Equal(ProblemPage.MembersOf(ProblemPage.ExampleOf(code)), ProblemPage.MembersOf(answer.Json));
    }

    [Fact]
    public void Table_OfAllRefusals_HasARowOrAReasonForEach()
    {
        var rows = new ErrorTable(scene).Codes;
        var documented = Described().Select(row => row.Code).ToHashSet(StringComparer.Ordinal);

        Assert.Empty(documented.Except(rows).Except(ErrorTable.WithoutRow.Keys));
        Assert.Empty(rows.Concat(ErrorTable.WithoutRow.Keys).Except(documented));
        Assert.Equal(Catalogue.Keys.Order(StringComparer.Ordinal), documented.Concat(OfNoOperation).Order(StringComparer.Ordinal));
        Assert.All(DescribedOperation.All.Values, operation => Assert.NotEmpty(operation.Refusals));
    }

    [Fact]
    public async Task Method_ThatAnAddressDoesNotTake_IsRefusedWithThoseItTakes()
    {
        var answer = await (await scene.Client(scene.Main, "ann")).Send("PUT", Calls.Workflows);

        answer.IsProblem(405, "method-not-allowed");
        Assert.Equal("GET,POST", string.Join(',', answer.Headers["Allow"].Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)));
    }

    private static IEnumerable<(string Operation, string Code)> Described() =>
        DescribedOperation.All.Values.SelectMany(operation => operation.Refusals.Keys.Select(code => (operation.Id, code)));

    private static void HasTheHeadersOf(Answer answer, string code)
    {
        Assert.NotEmpty(answer.Headers["X-Request-Id"]);
        var status = (int)answer.Status;
        Assert.Equal(status is 429 or 503, answer.Headers.ContainsKey("Retry-After"));
        if (status is 429 or 503)
        {
            Assert.InRange(int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 60);
        }

        if (status == 429)
        {
            Assert.Matches(RateLimitPolicy(), answer.Headers["RateLimit-Policy"]);
            Assert.Matches(RateLimit(), answer.Headers["RateLimit"]);
        }

        var challenge = code switch
        {
            "unauthorized" => "Bearer",
            "forbidden" => "Bearer error=\"insufficient_scope\", error_description=",
            _ => null,
        };
        Assert.Equal(challenge is not null, answer.Headers.ContainsKey("WWW-Authenticate"));
        Assert.StartsWith(challenge ?? "", answer.Headers.GetValueOrDefault("WWW-Authenticate", ""), StringComparison.Ordinal);
    }

    private static void HasTheBodyOf(Answer answer, DescribedOperation operation, Problem problem)
    {
        var body = answer.Json;
        Assert.Equal(problem.Title, body.GetProperty("title").GetString());
        Assert.Equal(problem.Type, body.GetProperty("type").GetString());
        Assert.StartsWith("/v2/", body.GetProperty("instance").GetString(), StringComparison.Ordinal);
        Assert.False(body.GetProperty("charged").GetBoolean());
        Assert.Matches(TraceId(), body.GetProperty("traceId").GetString());
        if (problem.Code is not ("recipe-failed" or "no-provider-available"))
        {
            Assert.Equal(problem.Owner.ToString().ToLowerInvariant(), body.GetProperty("fault").GetString());
            Assert.Equal(problem.Retryable, body.GetProperty("retryable").GetBoolean());
        }

        if (problem.Code is "workflow-ended" or "step-started" or "claim-lost")
        {
            var words = $"{body.GetProperty("state").GetString()} since {body.GetProperty("since").GetString()}";
            Assert.Contains(words, body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        if (problem.Code.StartsWith("recipe-", StringComparison.Ordinal) && problem != Problem.RecipeNotEnabled)
        {
            Assert.NotEmpty(body.GetProperty("workflowId").GetString()!);
        }

        Assert.True(operation.Refusals.ContainsKey(answer.Code!));
        Assert.DoesNotContain("/var/lib", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("SQLite", answer.Text, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("^\"[a-z]+\";q=[0-9]+;w=[0-9]+$")]
    private static partial Regex RateLimitPolicy();

    [GeneratedRegex("^\"[a-z]+\";r=[0-9]+;t=[0-9]+$")]
    private static partial Regex RateLimit();

    [GeneratedRegex("^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")]
    private static partial Regex TraceId();
}
