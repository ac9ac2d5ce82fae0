using System.Text.Json;
using Baton.Core.Tests.Workflows;
using Baton.Recipes;
using Baton.References;
using Baton.Workflows;
using Xunit;

namespace Baton.Core.Tests.Recipes;

public sealed class RepeatRecipeTests
{
    private static readonly Recipe Repeat = Submissions.Recipes.Find("repeat")!;

    [Fact]
    public void ListOfArguments_Planned_IsOneJobPerItem()
    {
        var workflow = Submissions.Accept(Body("""{"message":{"$ref":"item","path":"text"}}""", """[{"text":"a"},{"text":"b"}]"""));

        var input = Resolve(workflow);

        Assert.Empty(input.Faults);
        Assert.Equal([("echo", """{"message":"a"}"""), ("echo", """{"message":"b"}""")], Repeat.Plan(input.Value).Select(p => (p.Type, p.Input.GetRawText())));
    }

    [Fact]
    public void DottedLoopVariable_AndOtherSources_AreBothPutIn()
    {
        var workflow = Submissions.Accept(Body(
            """{"image":{"$ref":"item.urls[1]"},"output":{"$ref":"$arguments","path":"format"}}""",
            """[{"urls":["https://a.example/1","https://a.example/2"]}]""",
            type: "convertImage",
            more: ""","format":{"format":"PNG"}"""));

        var input = Resolve(workflow);

        Assert.Equal("""{"image":"https://a.example/2","output":{"format":"png"}}""", Assert.Single(Repeat.Plan(input.Value)).Input.GetRawText());
    }

    [Fact]
    public void EmptyList_Planned_IsNoJobAndAnEmptyOutput()
    {
        var input = Resolve(Submissions.Accept(Body("""{"message":{"$ref":"item"}}""", "[]")));

        Assert.Empty(Repeat.Plan(input.Value));
        Assert.Equal("""{"steps":[]}""", Repeat.Assemble(input.Value, [])!.Value.GetRawText());
    }

    [Fact]
    public void Outputs_OfSomeItems_AreShownWithTheirNumbers()
    {
        var input = Resolve(Submissions.Accept(Body("""{"message":{"$ref":"item"}}""", """["a","b","c"]""")));

        var output = Repeat.Assemble(input.Value, [Json("""{"message":"a"}"""), null, Json("""{"message":"c"}""")]);

        Assert.Equal(
            """{"steps":[{"$type":"echo","name":"0","priority":"normal","status":"succeeded","metadata":{},"input":{"message":"a"},"output":{"message":"a"}},{"$type":"echo","name":"2","priority":"normal","status":"succeeded","metadata":{},"input":{"message":"c"},"output":{"message":"c"}}]}""",
            output!.Value.GetRawText());
    }

    [Fact]
    public void Output_OfARepeat_IsReadAsItsType()
    {
        var input = Resolve(Submissions.Accept(Body("""{"message":{"$ref":"item"}}""", """["a"]""")));

        var output = Repeat.Assemble(input.Value, [Json("""{"message":"a"}""")])!.Value;

        Assert.Single(output.Deserialize(Baton.Contracts.Json.BatonJson.Default.RepeatOutput)!.Steps);
    }

    [Theory]
    [InlineData("""{"message":7}""", "steps[0].input.template.input.message", "The value 7 is not valid for message. It must be text.")]
    [InlineData("""{"message":{"$ref":"iten"}}""", "steps[0].input.template.input.message.$ref", "There is no source 'iten'. Known: 0, $arguments.")]
    [InlineData("""{"message":{"$ref":"item","path":"[*]"}}""", "steps[0].input.template.input.message.path", "The path cannot be read. A path is made of names and indexes, such as output.images[0].url; wildcards and negative indexes are not known.")]
    public void BadTemplate_Submitted_NamesItsPlace(string input, string path, string message)
    {
        var fault = Assert.Single(Submissions.Read(Body(input, "[1]")).Faults);

        Assert.Equal((path, message), (fault.Path, fault.Message));
    }

    [Fact]
    public void Template_ThatIsARepeat_IsAFault()
    {
        var fault = Assert.Single(Submissions.Read(Body("{}", "[]", type: "repeat")).Faults);

        Assert.Equal("steps[0].input.template.$type", fault.Path);
    }

    [Theory]
    [InlineData("""{"path":"list","as":"item"}""", "steps[0].input.for.$ref")]
    [InlineData("""{"$ref":"$arguments","path":"list","as":"a b"}""", "steps[0].input.for.as")]
    [InlineData("""{"$ref":"$arguments","path":"lost","as":"item"}""", "steps[0].input.for.path")]
    [InlineData("5", "steps[0].input.for")]
    public void BadForClause_Submitted_NamesItsPlace(string clause, string path)
    {
        var read = Submissions.Read(
            $$"""{"arguments":{"list":[1]},"steps":[{"$type":"repeat","input":{"for":{{clause}},"template":{"$type":"echo","input":{"message":"a"} } } }]}""");

        Assert.Contains(read.Faults, f => f.Path == path);
    }

    [Theory]
    [InlineData("7", "for", "The value 7 is not valid for for. It must lead to a list.")]
    [InlineData("[5]", "template.input.message", "The value 5 is not valid for message. It must be text.")]
    public void List_ThatDoesNotFit_IsAFaultWhenResolved(string list, string path, string message)
    {
        var input = Resolve(Submissions.Accept(Body("""{"message":{"$ref":"item"}}""", list)));

        var fault = Assert.Single(input.Faults);
        Assert.Equal((path, message), (fault.Path, fault.Message));
    }

    [Fact]
    public void List_OfTooManyItems_IsAFaultWhenResolved()
    {
        var list = $"[{string.Join(',', Enumerable.Repeat("\"a\"", 1001))}]";

        var input = Resolve(Submissions.Accept(Body("""{"message":{"$ref":"item"}}""", list)));

        Assert.Equal("The list has 1001 items. Allowed: at most 1000.", Assert.Single(input.Faults).Message);
    }

    [Fact]
    public void Items_GivenByTheCaller_AreNotTakenForTheList()
    {
        var workflow = Submissions.Accept(
            """{"arguments":{"list":["a"]},"steps":[{"$type":"repeat","input":{"for":{"$ref":"$arguments","path":"list","as":"item","items":["x","y"]},"template":{"$type":"echo","input":{"message":{"$ref":"item"}}}}}]}""");

        Assert.Equal("""{"message":"a"}""", Assert.Single(Repeat.Plan(Resolve(workflow).Value)).Input.GetRawText());
        Assert.Contains("steps[0].input.for.items", Assert.Single(workflow.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void MediaOfATemplate_IsFound()
    {
        var workflow = Submissions.Accept(Body("""{"image":"data:image/png;base64,AAAA","output":{"format":"png"}}""", "[1]", type: "convertImage"));

        var media = Assert.Single(Repeat.FindMedia(workflow.Steps[0].Input));

        Assert.Equal(("template.input.image", true), (media.Path, media.IsInline));
    }

    private static string Body(string input, string list, string type = "echo", string more = "") =>
        $$"""{"arguments":{"list":{{list}}{{more}} },"steps":[{"$type":"repeat","input":{"for":{"$ref":"$arguments","path":"list","as":"item"},"template":{"$type":"{{type}}","input":{{input}} } } }]}""";

    private static StepInput Resolve(WorkflowDefinition workflow) => StepInputs.Resolve(workflow, 0, _ => null, Submissions.Recipes);

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
