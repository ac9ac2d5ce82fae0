using Baton.Commands;
using Baton.Contracts.Problems;
using Xunit;

namespace Baton.Tests.Cli;

public sealed class ProblemTextTests
{
    [Fact]
    public void AValidationProblem_WithSeveralPlaces_HasALineForEachMessage()
    {
        var problem = new ProblemDetails
        {
            Title = "One or more validation errors occurred.",
            Errors = new Dictionary<string, IReadOnlyList<string>>
            {
                ["steps[0].input.width"] = ["It is too large.", "It is odd."],
                ["steps[1].$type"] = ["No such recipe."],
            },
        };

        Assert.Equal(
            [
                "One or more validation errors occurred.",
                "  steps[0].input.width: It is too large.",
                "  steps[0].input.width: It is odd.",
                "  steps[1].$type: No such recipe.",
            ],
            ProblemText.Lines(problem));
    }

    [Fact]
    public void AProblem_WithADetail_IsOneLineOfTitleAndDetail() =>
        Assert.Equal(
            ["Not found: There is no workflow wf_1."],
            ProblemText.Lines(new ProblemDetails { Title = "Not found.", Detail = "There is no workflow wf_1." }));

    [Fact]
    public void AProblem_WithoutWords_StillNamesItsStatus() =>
        Assert.Equal(["HTTP 502"], ProblemText.Lines(new ProblemDetails { Status = 502 }));
}
