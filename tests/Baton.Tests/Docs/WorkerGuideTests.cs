using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Problems;
using Baton.WorkerChecks;
using Baton.Workers;
using Baton.Workflows;
using Xunit;

namespace Baton.Tests.Docs;

/// <summary>Holds the guide for worker authors to the server.</summary>
public sealed partial class WorkerGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "guides", "write-a-worker.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Operation_OfWorkers_StandsInTheGuideAndNoOther()
    {
        var document = JsonElement.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "reference", "openapi.json")));
        var operations = document.GetProperty("paths").EnumerateObject()
            .Where(path => path.Name.StartsWith("/v2/workers", StringComparison.Ordinal))
            .SelectMany(path => path.Value.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Object).Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"));

        var told = Request().Matches(Guide).Select(match => match.Groups["request"].Value);

        Assert.Equal(operations.Order(StringComparer.Ordinal), told.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Timing_InTheGuide_IsTheServersDefault()
    {
        Assert.Equal(10, new WorkerOptions().LeaseDuration.TotalSeconds);
        Assert.Equal(5, new WorkerOptions().AwayMax.TotalMinutes);
        Assert.Equal(0.5, new WakeUpOptions().Interval.TotalSeconds);
        Assert.Equal(64 * 1024, JobPreviews.BytesMax);
        Assert.Equal(5, new CheckPlan { Type = "echo", Input = default }.Lease.TotalSeconds);
    }

    [Fact]
    public void Problem_InTheGuide_IsOneWithThatStatus()
    {
        var known = typeof(Problem).GetFields().Where(field => field.FieldType == typeof(Problem)).Select(field => (Problem)field.GetValue(null)!).ToDictionary(problem => problem.Code, problem => problem.Status);

        var told = Answer().Matches(Guide).Select(match => (Status: int.Parse(match.Groups["status"].Value, System.Globalization.CultureInfo.InvariantCulture), Code: match.Groups["code"].Value)).ToList();

        Assert.True(told.Count >= 8);
        Assert.All(told, problem => Assert.True(known.TryGetValue(problem.Code, out var status) && status == problem.Status, $"{problem}"));
    }

    [Fact]
    public void Check_OfTheKit_StandsInTheGuide()
    {
        var table = Guide[Guide.IndexOf("<!-- checks -->", StringComparison.Ordinal)..];

        Assert.Equal(WorkerCheck.All.Select(check => check.Name), FirstCell().Matches(table).Select(match => match.Groups["name"].Value));
    }

    [GeneratedRegex("`(?<request>(GET|POST|PUT|DELETE) /v2/workers[^`?]*)[^`]*`")]
    private static partial Regex Request();

    [GeneratedRegex("(?<status>[45][0-9]{2}) `(?<code>[a-z-]+)`")]
    private static partial Regex Answer();

    [GeneratedRegex("^\\| `(?<name>[a-z-]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex FirstCell();
}
