using System.Text.Json;
using Baton.Core.Tests.Workflows;
using Baton.References;
using CsCheck;
using Xunit;

namespace Baton.Core.Tests.References;

public sealed class StepInputsTests
{
    [Theory]
    [InlineData("""{"$ref":"src","path":"output.message"}""")]
    [InlineData("""{"$ref":"src","path":"message"}""")]
    [InlineData("""{"$ref":"src.output.message"}""")]
    [InlineData("""{"$ref":"src.message"}""")]
    [InlineData("""{"$ref":"$0","path":"output.message"}""")]
    [InlineData("""{"$ref":"$0.output","path":"message"}""")]
    [InlineData("""{"$ref":"$arguments","path":"a[0].b"}""")]
    [InlineData("""{"$ref":"$arguments.a[0]","path":"b"}""")]
    [InlineData("""{"\u0024ref":"src","path":"message"}""")]
    public void EveryForm_OfAReference_IsResolved(string reference)
    {
        var workflow = Submissions.Accept(
            $$"""{"arguments":{"a":[{"b":"value"}]},"steps":[{{Submissions.Echo(more: ""","name":"src" """)}},{{Submissions.Echo(reference)}}]}""");

        var input = StepInputs.Resolve(workflow, 1, _ => JsonElement.Parse("""{"message":"value"}"""), Submissions.Recipes);

        Assert.Empty(input.Faults);
        Assert.Equal("""{"message":"value"}""", input.Value.GetRawText());
    }

    [Fact]
    public void NameWithDots_BeforeAPath_IsTheLongestThatIsKnown()
    {
        var workflow = Submissions.Accept(Submissions.Of(
            Submissions.Echo(more: ""","name":"a" """), Submissions.Echo(more: ""","name":"a.message" """), Submissions.Echo("""{"$ref":"a.message.message"}""")));

        Assert.Equal([1], workflow.Steps[2].DependsOn);
    }

    [Fact]
    public void ValueThatDoesNotFit_Resolved_IsAFault()
    {
        var workflow = Submissions.Accept("""
            {"arguments":{"width":9000},"steps":[{"$type":"transcode","input":{"sourceUrl":"https://a.example/b","width":{"$ref":"$arguments","path":"width"}}}]}
            """);

        var input = StepInputs.Resolve(workflow, 0, _ => null, Submissions.Recipes);

        var fault = Assert.Single(input.Faults);
        Assert.Equal(("width", "The value 9000 is not valid for width. Allowed: 16 to 4096."), (fault.Path, fault.Message));
    }

    [Fact]
    public void BlobOfAnotherStep_Resolved_IsMediaLikeAnyOther()
    {
        var workflow = Submissions.Accept(Submissions.Of(Submissions.Convert(), Submissions.Convert("""{"$ref":"$0","path":"output.blob.url"}""")));

        var input = StepInputs.Resolve(
            workflow, 1, _ => JsonElement.Parse("""{"blob":{"id":"blob_1.png","url":"baton://blobs/blob_1.png"}}"""), Submissions.Recipes);

        Assert.Empty(input.Faults);
    }

    [Fact]
    public void OutputWithoutTheMember_Resolved_IsAFaultThatSaysSo()
    {
        var workflow = Submissions.Accept(Submissions.Of(Submissions.Convert(), Submissions.Convert("""{"$ref":"$0","path":"output.blob.url"}""")));

        var input = StepInputs.Resolve(workflow, 1, _ => JsonElement.Parse("""{"blob":{"id":"b"}}"""), Submissions.Recipes);

        var fault = Assert.Single(input.Faults);
        Assert.Equal(("image.$ref", "'$0' gave nothing at 'blob.url'. blob has no url. It has: id."), (fault.Path, fault.Message));
    }

    [Fact]
    public void InputWithoutReferences_Resolved_IsTheSame()
    {
        var workflow = Submissions.Accept(Submissions.Of(Submissions.Echo()));

        var input = StepInputs.Resolve(workflow, 0, _ => null, Submissions.Recipes);

        Assert.Equal(workflow.Steps[0].Input, input.Value);
    }

    [Fact]
    public void SourceWithoutOutput_Shown_StaysAReference()
    {
        var workflow = Submissions.Accept(Submissions.Of(Submissions.Echo(), Submissions.Echo("""{"$ref":"$0","path":"message"}""")));

        var shown = StepInputs.Show(workflow, 1, _ => null, Submissions.Recipes);

        Assert.Equal("""{"message":{"$ref":"$0","path":"message"}}""", shown.GetRawText());
    }

    /// <summary>Values replaced by references and put in again are the values.</summary>
    [Fact]
    public void AnyJson_WithReferencesPutIn_IsAsBefore() => Gen.Select(RandomJson.Any, RandomJson.Any, RandomJson.Any).Sample((a, b, c) =>
    {
        var expected = $$"""{"x":{{a}},"y":[{{b}},{"z":{{c}}}]}""";
        var values = new Dictionary<string, string> { ["a"] = a, ["b"] = b, ["c"] = c };
        var input = Submissions.Json("""{"x":{"$ref":"a"},"y":[{"$ref":"b"},{"z":{"$ref":"c"}}]}""");

        var references = InputReferences.Find(input);
        var resolved = InputReferences.Resolve(input, references, r => new ReferenceValue(Submissions.Json(values[r.Source]), ""));

        Assert.Equal(["x", "y[0]", "y[1].z"], references.Select(r => r.Place));
        Assert.True(JsonElement.DeepEquals(Submissions.Json(expected), resolved.Value));
    }, iter: 300);
}
