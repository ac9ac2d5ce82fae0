using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Patches;
using Baton.Schemas;
using CsCheck;
using Xunit;

namespace Baton.Tests.Patches;

public sealed class JsonPatchTests
{
    // Appendix A of RFC 6902, by its numbers, and the cases around it on which implementations differ.
    [Theory]
    [InlineData("A.1", """{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"foo":"bar","baz":"qux"}""")]
    [InlineData("A.2", """{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""", """{"foo":["bar","qux","baz"]}""")]
    [InlineData("A.3", """{"baz":"qux","foo":"bar"}""", """[{"op":"remove","path":"/baz"}]""", """{"foo":"bar"}""")]
    [InlineData("A.4", """{"foo":["bar","qux","baz"]}""", """[{"op":"remove","path":"/foo/1"}]""", """{"foo":["bar","baz"]}""")]
    [InlineData("A.5", """{"baz":"qux","foo":"bar"}""", """[{"op":"replace","path":"/baz","value":"boo"}]""", """{"baz":"boo","foo":"bar"}""")]
    [InlineData("A.6", """{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}""", """[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]""", """{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}""")]
    [InlineData("A.7", """{"foo":["all","grass","cows","eat"]}""", """[{"op":"move","from":"/foo/1","path":"/foo/3"}]""", """{"foo":["all","cows","eat","grass"]}""")]
    [InlineData("A.8", """{"baz":"qux","foo":["a",2,"c"]}""", """[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]""", """{"baz":"qux","foo":["a",2,"c"]}""")]
    [InlineData("A.10", """{"foo":"bar"}""", """[{"op":"add","path":"/child","value":{"grandchild":{}}}]""", """{"foo":"bar","child":{"grandchild":{}}}""")]
    [InlineData("A.11", """{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux","xyz":123}]""", """{"foo":"bar","baz":"qux"}""")]
    [InlineData("A.14", """{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":10}]""", """{"/":9,"~1":10}""")]
    [InlineData("A.16", """{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-","value":["abc","def"]}]""", """{"foo":["bar",["abc","def"]]}""")]
    [InlineData("whole document", """{"foo":1}""", """[{"op":"replace","path":"","value":{"bar":2}}]""", """{"bar":2}""")]
    [InlineData("null is a value", """{"foo":null}""", """[{"op":"test","path":"/foo","value":null},{"op":"add","path":"/bar","value":null}]""", """{"foo":null,"bar":null}""")]
    [InlineData("numbers by value", """{"foo":1.0}""", """[{"op":"test","path":"/foo","value":1}]""", """{"foo":1.0}""")]
    [InlineData("end of array by index", """{"foo":[1]}""", """[{"op":"add","path":"/foo/1","value":2}]""", """{"foo":[1,2]}""")]
    [InlineData("copy is a copy", """{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/c"},{"op":"replace","path":"/c/b","value":2}]""", """{"a":{"b":1},"c":{"b":2}}""")]
    [InlineData("move onto itself", """{"a":1}""", """[{"op":"move","from":"/a","path":"/a"}]""", """{"a":1}""")]
    [InlineData("stray value on remove", """{"a":1,"b.png":{"hidden":true}}""", """[{"op":"remove","path":"/b.png/hidden","value":true}]""", """{"a":1,"b.png":{}}""")]
    [InlineData("empty name", """{"":1}""", """[{"op":"replace","path":"/","value":2}]""", """{"":2}""")]
    [InlineData("escaped slash", """{"a/b":1}""", """[{"op":"remove","path":"/a~1b"}]""", "{}")]
    public void Patch_ThatFits_IsCarriedOut(string name, string document, string patch, string expected)
    {
        var outcome = JsonPatch.Apply(JsonNode.Parse(document), Read(patch));

        var patched = Assert.IsType<PatchOutcome.Patched>(outcome);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), patched.Document), $"{name}: {patched.Document?.ToJsonString()}");
    }

    [Theory]
    [InlineData("A.9 test of another value", """{"baz":"qux"}""", """[{"op":"test","path":"/baz","value":"bar"}]""", 0, "value")]
    [InlineData("A.12 missing parent", """{"foo":"bar"}""", """[{"op":"add","path":"/baz/bat","value":"qux"}]""", 0, "path")]
    [InlineData("A.15 text is no number", """{"~1":10}""", """[{"op":"test","path":"/~01","value":"10"}]""", 0, "value")]
    [InlineData("beyond the end", """{"a":[1]}""", """[{"op":"add","path":"/a/2","value":1}]""", 0, "path")]
    [InlineData("leading zero", """{"a":[1,2]}""", """[{"op":"replace","path":"/a/01","value":1}]""", 0, "path")]
    [InlineData("end mark names nothing", """{"a":[1]}""", """[{"op":"remove","path":"/a/-"}]""", 0, "path")]
    [InlineData("negative index", """{"a":[1]}""", """[{"op":"remove","path":"/a/-1"}]""", 0, "path")]
    [InlineData("member of a text", """{"a":"s"}""", """[{"op":"add","path":"/a/Length","value":1}]""", 0, "path")]
    [InlineData("case matters", """{"a":1}""", """[{"op":"replace","path":"/A","value":1}]""", 0, "path")]
    [InlineData("replace of nothing", """{"a":1}""", """[{"op":"replace","path":"/b","value":1}]""", 0, "path")]
    [InlineData("copy of nothing", """{"a":1}""", """[{"op":"copy","from":"/b","path":"/c"}]""", 0, "from")]
    [InlineData("move into itself", """{"a":{"b":{}}}""", """[{"op":"move","from":"/a","path":"/a/b/c"}]""", 0, "path")]
    [InlineData("second of two", """{"a":1}""", """[{"op":"remove","path":"/a"},{"op":"remove","path":"/a"}]""", 1, "path")]
    public void Patch_ThatDoesNotFit_IsRefusedAtTheOperation(string name, string document, string patch, int operation, string member)
    {
        var before = JsonNode.Parse(document);

        var outcome = JsonPatch.Apply(before, Read(patch));

        var faulty = Assert.IsType<PatchOutcome.Faulty>(outcome);
        Assert.True((operation, member) == (faulty.Operation, faulty.Member), $"{name}: {faulty}");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(document), before), $"{name}: the document was changed");
    }

    [Fact]
    public void CopyOfCopies_BeyondTheLimit_IsRefused()
    {
        var doubling = string.Join(",", Enumerable.Range(0, 40).Select(i => $$"""{"op":"copy","from":"/a","path":"/a/{{i}}"}"""));

        var outcome = JsonPatch.Apply(JsonNode.Parse("""{"a":{"text":"0123456789"}}"""), Read($"[{doubling}]"));

        Assert.IsType<PatchOutcome.Faulty>(outcome);
    }

    [Fact]
    public void Nesting_BeyondTheLimit_IsRefused()
    {
        var deepening = string.Join(",", Enumerable.Range(1, 70).Select(i => $$$"""{"op":"add","path":"{{{string.Concat(Enumerable.Repeat("/a", i))}}}","value":{}}"""));

        var outcome = JsonPatch.Apply(new JsonObject(), Read($"[{deepening}]"));

        Assert.Equal(JsonPatch.DepthMax - 1, Assert.IsType<PatchOutcome.Faulty>(outcome).Operation);
    }

    [Theory]
    [InlineData("{}", "$")]
    [InlineData("[1]", "[0]")]
    [InlineData("""[{"path":"/a"}]""", "[0].op")]
    [InlineData("""[{"op":"spam","path":"/a"}]""", "[0].op")]
    [InlineData("""[{"op":"remove","path":"a"}]""", "[0].path")]
    [InlineData("""[{"op":"remove","path":"/a~2"}]""", "[0].path")]
    [InlineData("""[{"op":"remove"}]""", "[0].path")]
    [InlineData("""[{"op":"move","path":"/a"}]""", "[0].from")]
    [InlineData("""[{"op":"add","path":"/a"}]""", "[0].value")]
    public void Patch_ThatIsNone_IsRefusedAtItsPlace(string patch, string path)
    {
        var faults = new List<Fault>();

        PatchReader.Read(JsonElement.Parse(patch), faults);

        Assert.Equal(path, Assert.Single(faults).Path);
    }

    [Fact]
    public void AnyMember_AddedTestedAndRemoved_LeavesTheDocumentAsItWas() =>
        Gen.Select(Gen.String, Gen.String).Sample((name, value) =>
        {
            var pointer = "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
            var patch = new JsonArray(
                new JsonObject { ["op"] = "add", ["path"] = "/m" + pointer, ["value"] = value },
                new JsonObject { ["op"] = "test", ["path"] = "/m" + pointer, ["value"] = value },
                new JsonObject { ["op"] = "remove", ["path"] = "/m" + pointer });

            var outcome = JsonPatch.Apply(JsonNode.Parse("""{"m":{}}"""), Read(patch.ToJsonString()));

            Assert.Equal("""{"m":{}}""", Assert.IsType<PatchOutcome.Patched>(outcome).Document!.ToJsonString());
        });

    private static ImmutableArray<PatchOperation> Read(string patch)
    {
        var faults = new List<Fault>();
        var operations = PatchReader.Read(JsonElement.Parse(patch), faults);
        Assert.Empty(faults);
        return operations;
    }
}
