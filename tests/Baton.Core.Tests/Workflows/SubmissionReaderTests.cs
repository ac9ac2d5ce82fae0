using System.Text.Json;
using Baton.Contracts.Workflows;
using Xunit;

namespace Baton.Core.Tests.Workflows;

public sealed class SubmissionReaderTests
{
    [Fact]
    public void OneStep_WithNothingElse_GetsTheDefaults()
    {
        var definition = Submissions.Accept(Submissions.Of(Submissions.Echo()));

        var step = Assert.Single(definition.Steps);
        Assert.Equal(("0", "echo", Priority.Normal, TimeSpan.FromHours(1), 0), (step.Name, step.Type, step.Priority, step.Timeout, step.Retries));
        Assert.Empty(step.DependsOn);
        Assert.Equal("""{"message":"hello"}""", step.Input.GetRawText());
    }

    [Fact]
    public void AllMembers_OfAWorkflow_AreRead()
    {
        var read = Submissions.Read(
            """
            {
              "metadata": {"a":1}, "tags": ["x","y"], "arguments": {"b":2}, "tips": {"civitai":0.5,"creators":1},
              "callbacks": [{"url":"https://a.example/?token=1","type":["Workflow:Succeeded","step:*"],"detailed":true}],
              "nsfwLevel": "PG13", "experimental": true, "allowMatureContent": false, "upgradeMode": "AUTOMATIC",
              "currencies": ["blue","fakered"], "ephemeral": true, "externalId": "my-1",
              "steps": [{"$type":"echo","name":"hi","input":{"message":"m"},"priority":"HIGH","timeout":"1.00:00:00.5","retries":2,"metadata":{"c":3}}]
            }
            """).Value!;

        var definition = read.Definition;
        var step = definition.Steps[0];
        Assert.Equal(["x", "y"], read.Tags);
        Assert.Equal("""{"a":1}""", read.Metadata!.Value.GetRawText());
        Assert.Equal("""{"c":3}""", read.StepMetadata[0]!.Value.GetRawText());
        Assert.Equal("""{"b":2}""", definition.Arguments!.Value.GetRawText());
        Assert.Equal(new WorkflowTips(0.5, 1), definition.Tips);
        Assert.Equal(["workflow:succeeded", "step:*"], definition.Callbacks[0].Type);
        Assert.Equal((NsfwLevel.Pg13, WorkflowUpgradeMode.Automatic), (definition.NsfwLevel, definition.UpgradeMode));
        Assert.Equal([BuzzClientAccount.Blue, BuzzClientAccount.FakeRed], definition.Currencies);
        Assert.Equal((true, false, true, "my-1"), (definition.Experimental, definition.AllowMatureContent, definition.Ephemeral, definition.ExternalId));
        Assert.Equal(("hi", Priority.High, new TimeSpan(1, 0, 0, 0, 500), 2), (step.Name, step.Priority, step.Timeout, step.Retries));
    }

    [Fact]
    public void NullMembers_OfAWorkflow_AreAbsent()
    {
        var read = Submissions.Read(
            """
            {"metadata":null,"tags":null,"callbacks":null,"tips":null,"arguments":null,"nsfwLevel":null,"experimental":null,"upgradeMode":null,
             "currencies":null,"ephemeral":null,"externalId":null,
             "steps":[{"$type":"echo","name":null,"input":{"message":"m"},"priority":null,"timeout":null,"retries":null,"metadata":null}]}
            """);

        Assert.True(read.IsAccepted);
        Assert.Equal("0", read.Value.Definition.Steps[0].Name);
    }

    [Fact]
    public void UnknownMembers_Submitted_AreLeftOutAndListed()
    {
        var read = Submissions.Read("""{"mode":1,"steps":[{"$type":"echo","input":{"message":"m","mediaRating":{"x":[1]}},"foo":null}]}""");

        Assert.Equal(
            [
                "mode is not a known member and was ignored.",
                "steps[0].foo is not a known member and was ignored.",
                "steps[0].input.mediaRating is not a known member and was ignored.",
            ],
            read.Value!.Warnings);
        Assert.Equal(read.Value.Warnings, read.Value.Definition.Warnings);
        Assert.Equal("""{"message":"m"}""", read.Value.Definition.Steps[0].Input.GetRawText());
    }

    [Fact]
    public void References_ByNameAndPosition_MakeDependencies()
    {
        var definition = Submissions.Accept(Submissions.Of(
            Submissions.Echo("""{"$ref":"$2","path":"output.message"}"""),
            Submissions.Echo("""{"$ref":"last.message"}"""),
            Submissions.Echo(more: ""","name":"last" """)));

        Assert.Equal([[2], [2], []], definition.Steps.Select(s => s.DependsOn.ToArray()));
    }

    public static TheoryData<string, string, string> BadReferences => new()
    {
        { """{"$ref":"nobody"}""", "$ref", "There is no source 'nobody'. Known: 0, src, $arguments." },
        { """{"$ref":"$7"}""", "$ref", "There is no source '$7'. Known: 0, src, $arguments." },
        { """{"$ref":"$0"}""", "$ref", "A step cannot refer to itself." },
        { """{"$ref":"src","path":"output.massage"}""", "path", "The path 'output.massage' cannot exist. It has no massage. It has: message." },
        { """{"$ref":"src.massage"}""", "$ref", "The path 'massage' cannot exist. It has no massage. It has: message." },
        { """{"$ref":"src","path":"message[0]"}""", "path", "The path 'message[0]' cannot exist. message is not a list." },
        { """{"$ref":"src","path":"message.length"}""", "path", "The path 'message.length' cannot exist. message is not an object." },
        { """{"$ref":"src","path":"images[*].url"}""", "path", "The path 'images[*].url' cannot be read. A path is made of names and indexes, such as output.images[0].url; wildcards and negative indexes are not known." },
        { """{"$ref":"src","path":"a..b"}""", "path", "The path 'a..b' cannot be read. A path is made of names and indexes, such as output.images[0].url; wildcards and negative indexes are not known." },
        { """{"$ref":"src","path":7}""", "path", "The value 7 is not valid for path. It must be text, such as output.images[0].url." },
        { """{"$ref":"$arguments","path":"b"}""", "path", "The path 'b' cannot exist. It has no b. It has: a." },
        { """{"$ref":"$arguments.a[2]"}""", "$ref", "The path 'a[2]' cannot exist. a has 1 items, there is no [2]." },
    };

    [Theory]
    [MemberData(nameof(BadReferences))]
    public void BadReference_Submitted_NamesItsPlace(string reference, string member, string message)
    {
        var read = Submissions.Read($$"""{"arguments":{"a":["x"]},"steps":[{{Submissions.Echo(reference)}},{{Submissions.Echo(more: ""","name":"src" """)}}]}""");

        var fault = Assert.Single(read.Faults);
        Assert.Equal(($"steps[0].input.message.{member}", message), (fault.Path, fault.Message));
    }

    [Fact]
    public void ReferenceToArguments_WithoutAny_IsAFault()
    {
        var read = Submissions.Read(Submissions.Of(Submissions.Echo("""{"$ref":"$arguments","path":"a"}""")));

        Assert.Equal("The workflow has no arguments.", Assert.Single(read.Faults).Message);
    }

    [Fact]
    public void Ring_OfSteps_IsNamedOnce()
    {
        var read = Submissions.Read(Submissions.Of(
            Submissions.Echo("""{"$ref":"b","path":"message"}""", ""","name":"a" """),
            Submissions.Echo("""{"$ref":"c","path":"message"}""", ""","name":"b" """),
            Submissions.Echo("""{"$ref":"a","path":"message"}""", ""","name":"c" """)));

        var fault = Assert.Single(read.Faults);
        Assert.Equal(("steps[0].input.message.$ref", "These steps wait for each other: a → b → c → a."), (fault.Path, fault.Message));
    }

    [Fact]
    public void Ephemeral_WhenTheCallerWaits_IsAccepted()
    {
        var read = Submissions.Read($$"""{"ephemeral":true,"steps":[{{Submissions.Echo()}}]}""", waits: true);

        Assert.True(read.IsAccepted);
    }

    [Fact]
    public void InlineMedia_OfMegabytes_IsAccepted()
    {
        var read = Submissions.Read(Submissions.Of(Submissions.Convert($"\"data:image/png;base64,{new string('A', 4_000_000)}\"")));

        Assert.Empty(read.Faults);
    }

    [Fact]
    public void RecipeInput_Read_HasPathsOfItsOwn()
    {
        var recipe = Submissions.Recipes.Find("convertImage")!;

        var read = Submissions.Reader.ReadInput(recipe, JsonElement.Parse("""{"output":{"format":"bmp"}}"""));

        Assert.Equal(["output.format", "image"], read.Faults.Select(f => f.Path));
    }

    [Fact]
    public void RecipeInput_WithAReference_HasNothingToReferTo()
    {
        var read = Submissions.Reader.ReadInput(Submissions.Recipes.Find("echo")!, JsonElement.Parse("""{"message":{"$ref":"a"}}"""));

        Assert.Equal("message.$ref", Assert.Single(read.Faults).Path);
    }

    [Fact]
    public void WorkflowUpdate_Read_GivesACommand()
    {
        var read = Submissions.Reader.ReadUpdate(JsonElement.Parse("""{"status":"Canceled","tags":["a"],"metadata":{"b":1}}"""));

        Assert.True(read.IsAccepted);
        Assert.True(read.Value.Stop);
        Assert.Equal(["a"], read.Value.Tags!.Value);
        Assert.Null(read.Value.AllowMatureContent);
    }

    [Theory]
    [InlineData("""{"status":"succeeded"}""", "status", "The value 'succeeded' is not valid for status. Allowed: canceled.")]
    [InlineData("""{"allowMatureContent":1}""", "allowMatureContent", "The value 1 is not valid for allowMatureContent. It must be true or false.")]
    public void WorkflowUpdate_ThatIsWrong_NamesPathAndValue(string body, string path, string message)
    {
        var fault = Assert.Single(Submissions.Reader.ReadUpdate(JsonElement.Parse(body)).Faults);

        Assert.Equal((path, message), (fault.Path, fault.Message));
    }

    [Fact]
    public void StepUpdate_ThatClosesARing_IsAFault()
    {
        var workflow = Submissions.Accept(Submissions.Of(
            Submissions.Echo(), Submissions.Echo("""{"$ref":"$0","path":"message"}"""), Submissions.Echo("""{"$ref":"$1","path":"message"}""")));

        var read = Submissions.Reader.ReadStepUpdate(JsonElement.Parse("""{"input":{"message":{"$ref":"$2"}}}"""), workflow, 0);

        var fault = Assert.Single(read.Faults);
        Assert.Equal(("input.message.$ref", "These steps wait for each other: 0 → 2 → 1 → 0."), (fault.Path, fault.Message));
    }

    [Fact]
    public void StepUpdate_WithANewInput_HasItsDependencies()
    {
        var workflow = Submissions.Accept(Submissions.Of(Submissions.Echo(), Submissions.Echo()));

        var read = Submissions.Reader.ReadStepUpdate(
            JsonElement.Parse("""{"input":{"message":{"$ref":"$0","path":"message"}},"priority":"low","timeout":"00:05:00","retries":1}"""), workflow, 1);

        Assert.Equal([0], read.Value!.DependsOn);
        Assert.Equal((Priority.Low, TimeSpan.FromMinutes(5), 1), (read.Value.Priority, read.Value.Timeout, read.Value.Retries));
    }

    [Fact]
    public void Tag_BeyondTheTenth_IsAFault()
    {
        var tags = Enumerable.Range(0, 10).Select(i => $"t{i}").ToArray();

        Assert.False(Submissions.Reader.ReadTag(JsonElement.Parse("\"new\""), [.. tags]).IsAccepted);
        Assert.True(Submissions.Reader.ReadTag(JsonElement.Parse("\"t3\""), [.. tags]).IsAccepted);
        Assert.False(Submissions.Reader.ReadTag(JsonElement.Parse("5"), []).IsAccepted);
    }
}
