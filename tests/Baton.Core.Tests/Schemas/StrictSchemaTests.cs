using System.Text.Json;
using Baton.Providers;
using Baton.Schemas;
using Xunit;

namespace Baton.Core.Tests.Schemas;

/// <summary>The schemas that workers bring along for their capabilities.</summary>
public sealed class StrictSchemaTests
{
    [Theory]
    [InlineData("""{"allOf":[{"properties":{"a":{"maximum":10}}},{"properties":{"a":{"maximum":20}}}]}""", """{"a":15}""", "input.a: The value 15 is not valid for a. Allowed: 10 or less.")]
    [InlineData("""{"allOf":[{"properties":{"a":{"enum":["x","y"]}}},{"properties":{"a":{"enum":["y","z"]}}}]}""", """{"a":"z"}""", "input.a: The value 'z' is not valid for a. Allowed: x, y.")]
    [InlineData("""{"anyOf":[{"properties":{"a":{"const":"x"}}},{"properties":{"a":{"const":"y"},"b":{"type":"string"}}}]}""", """{"c":1}""", null)]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"a":1,"b":2}""", "input.b: b may not be there.")]
    [InlineData("""{"properties":{"a":{"enum":["PNG"]}}}""", """{"a":"png"}""", "input.a: The value 'png' is not valid for a. Allowed: PNG.")]
    [InlineData("""{"properties":{"a":{"format":"checked-elsewhere","maximum":1}}}""", """{"a":2}""", "input.a: The value 2 is not valid for a. Allowed: 1 or less.")]
    [InlineData("""{"oneOf":[{"required":["a"]},{"required":["b"]}]}""", """{"a":1,"b":2}""", "input: The value {…} is not valid here. It fits more than one of the alternatives of which it must fit one.")]
    [InlineData("""{"properties":{"a":{"type":"integer"}}}""", """{"a":null}""", null)]
    [InlineData("""{"properties":{"a":{"type":"integer"}},"required":["a"]}""", """{"a":null}""", "input.a: The value null is not valid for a. It must be a whole number.")]
    [InlineData("""{"properties":{"a":{"type":["integer","null"]}},"required":["a"]}""", """{"a":null}""", null)]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", "input.a: a is required.")]
    public void Input_IsMeasuredByTheLetterOfTheSchema(string schema, string input, string? why) =>
        Assert.Equal(why, new Capability("echo", StrictSchema.Parse(JsonElement.Parse(schema))).WhyNot(JsonElement.Parse(input)));

    [Theory]
    [InlineData("""{"not":{}}""", "At #: the keyword 'not' is not heeded here.")]
    [InlineData("""{"properties":{"a/b":{"if":{}}}}""", "At #/properties/a~1b: the keyword 'if' is not heeded here.")]
    [InlineData("""{"$ref":"#/examples/0","examples":[{"multipleOf":2}]}""", "At #/examples/0: the keyword 'multipleOf' is not heeded here.")]
    [InlineData("""{"$defs":{"unused":{"contains":{}}}}""", "At #/$defs/unused: the keyword 'contains' is not heeded here.")]
    [InlineData("""{"nullable":true}""", "At #: the keyword 'nullable' is not heeded here.")]
    [InlineData("""{"items":[{"type":"string"}]}""", "At #/items: a schema is an object, true or false.")]
    [InlineData("""{"properties":{"a":{"required":true}}}""", "At #/properties/a: 'required' must be a list.")]
    [InlineData("""{"exclusiveMinimum":true}""", "At #: 'exclusiveMinimum' must be a number.")]
    [InlineData("""{"minLength":-1}""", "At #: 'minLength' must be a whole number of 0 or more.")]
    [InlineData("""{"pattern":"("}""", "At #: 'pattern' must be a regular expression")]
    [InlineData("""{"anyOf":[]}""", "At #: 'anyOf' must be a list with one schema at least.")]
    [InlineData("""{"type":"strange"}""", "'strange' is not a type of JSON Schema.")]
    [InlineData("""{"properties":{"a":{"$id":"https://a.example/b"}}}""", "At #/properties/a: the keyword '$id' is not heeded here.")]
    [InlineData("""{"$ref":"#somewhere"}""", "The schema reference '#somewhere' does not begin with #/, so it leads out of the document.")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "The schema reference '#/$defs/none' leads nowhere.")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"type":"string"}]}""", "A schema refers to itself by $ref, allOf, anyOf or oneOf alone.")]
    public void Document_ThatWouldBeHeededInPartOnly_IsRefusedByPlaceAndWord(string document, string words)
    {
        var findings = new Findings();

        Assert.Null(CapabilitySchema.Read(JsonElement.Parse(document), "capabilities[0].input", findings));

        var fault = Assert.Single(findings.Faults);
        Assert.Equal("capabilities[0].input", fault.Path);
        Assert.StartsWith(words, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alternatives_ThatMultiply_AreNoSchema()
    {
        var definitions = Enumerable.Range(0, 40).Select(i => $$"""  "d{{i}}":{"anyOf":[{"$ref":"#/$defs/d{{i + 1}}"},{"$ref":"#/$defs/d{{i + 1}}"}]}""");

        Assert.Throws<FormatException>(() => StrictSchema.Parse(JsonElement.Parse($$"""{"$ref":"#/$defs/d0","$defs":{ {{string.Join(',', definitions)}},"d40":{"type":"string"} } }""")));
    }

    [Fact]
    public void References_InALongChain_AreNoSchema()
    {
        var definitions = Enumerable.Range(0, 2000).Select(i => $$"""  "d{{i}}":{"$ref":"#/$defs/d{{i + 1}}"}""");

        Assert.Throws<FormatException>(() => StrictSchema.Parse(JsonElement.Parse($$"""{"$ref":"#/$defs/d0","$defs":{ {{string.Join(',', definitions)}},"d2000":{"type":"string"} } }""")));
    }

    /// <summary>Two ways at each of sixty levels: to look at all would take for ever.</summary>
    [Fact]
    public void Alternatives_ThatMultiplyWithTheValue_EndAsAFault()
    {
        var schema = StrictSchema.Parse(JsonElement.Parse(
            """{"$ref":"#/$defs/n","$defs":{"n":{"anyOf":[{"required":["x"],"properties":{"x":{"$ref":"#/$defs/n"}}},{"properties":{"x":{"$ref":"#/$defs/n"}},"required":["y"]}]}}}"""));
        var value = string.Concat(Enumerable.Repeat("""{"x":""", 60)) + "{}" + new string('}', 60);

        Assert.NotNull(new Capability("echo", schema).WhyNot(JsonElement.Parse(value)));
    }
}
