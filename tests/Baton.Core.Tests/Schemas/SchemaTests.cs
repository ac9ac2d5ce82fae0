using System.Text.Json;
using Baton.Contracts.Json;
using Baton.Contracts.Recipes;
using Baton.Core.Tests.References;
using Baton.Core.Tests.Workflows;
using Baton.Schemas;
using CsCheck;
using Xunit;

namespace Baton.Core.Tests.Schemas;

public sealed class SchemaTests
{
    private static readonly Schema Engines = Parse(
        """
        {
          "type": "object",
          "discriminator": { "propertyName": "engine", "mapping": { "flux": "#/$defs/Flux", "gpt": "#/$defs/Gpt" } },
          "oneOf": [{ "$ref": "#/$defs/Flux" }, { "$ref": "#/$defs/Gpt" }],
          "properties": { "prompt": { "type": "string" } },
          "required": ["prompt"],
          "$defs": {
            "Flux": { "type": "object", "properties": { "engine": { "const": "flux" }, "steps": { "type": "integer" } } },
            "Gpt": {
              "allOf": [{ "$ref": "#/$defs/Base" }],
              "properties": { "engine": { "const": "gpt" } },
              "discriminator": { "propertyName": "model" },
              "anyOf": [
                { "properties": { "model": { "const": "one" }, "mask": { "type": "string" } } },
                { "properties": { "model": { "const": "two", "default": "two" }, "size": { "enum": ["1K", "2K"] } } }
              ]
            },
            "Base": { "type": "object", "properties": { "seed": { "type": ["integer", "null"], "format": "int64" } } }
          }
        }
        """);

    [Theory]
    [InlineData("""{"engine":"flux","prompt":"p","steps":3}""", null)]
    [InlineData("""{"engine":"FLUX","prompt":"p","steps":3}""", """{"engine":"flux","prompt":"p","steps":3}""")]
    [InlineData("""{"engine":"gpt","model":"one","prompt":"p","seed":9007199254740993,"mask":"m"}""", null)]
    [InlineData("""{"engine":"gpt","prompt":"p","size":"2k"}""", """{"model":"two","engine":"gpt","prompt":"p","size":"2K"}""")]
    [InlineData("""{"engine":"flux","prompt":"p","steps":3.0}""", """{"engine":"flux","prompt":"p","steps":3}""")]
    [InlineData("""{"engine":"flux","prompt":"p","steps":null}""", """{"engine":"flux","prompt":"p"}""")]
    [InlineData("""{"\u0065ngine":"flux","prompt":"p"}""", null)]
    public void NestedVariants_ThatAreRight_AreKeptInCanonicalSpelling(string value, string? kept)
    {
        var (result, findings) = Validate(Engines, value);

        Assert.Empty(findings.Faults);
        Assert.Equal(kept ?? value, result.GetRawText());
    }

    [Theory]
    [InlineData("""{"engine":"gpt","model":"one","prompt":"p","size":"1K"}""", "size", "size does not go with this model. It goes with: two.")]
    [InlineData("""{"engine":"gpt","model":"six","prompt":"p"}""", "model", "The value 'six' is not valid for model. Allowed: one, two.")]
    [InlineData("""{"engine":"flux"}""", "prompt", "prompt is required.")]
    [InlineData("""{"prompt":"p"}""", "engine", "engine is required. Allowed: flux, gpt.")]
    [InlineData("""{"engine":"flux","prompt":"p","steps":3000000000.5}""", "steps", "The value 3000000000.5 is not valid for steps. It must be a whole number.")]
    public void NestedVariants_ThatAreWrong_SayWhere(string value, string path, string message)
    {
        var fault = Assert.Single(Validate(Engines, value).Findings.Faults);

        Assert.Equal((path, message), (fault.Path, fault.Message));
    }

    /// <summary>Clients send along what another engine knows; only within one engine does such a member mean that something else was meant.</summary>
    [Theory]
    [InlineData("""{"engine":"flux","prompt":"p","mask":"m"}""", "mask is not a known member and was ignored.")]
    [InlineData("""{"engine":"gpt","model":"one","prompt":"p","steps":1}""", "steps is not a known member and was ignored.")]
    public void Member_OfAnotherEngine_IsIgnoredAndToldOf(string value, string warning)
    {
        var (_, findings) = Validate(Engines, value);

        Assert.Empty(findings.Faults);
        Assert.Equal([warning], findings.Warnings);
    }

    [Theory]
    [InlineData("""{"model":"one","prompt":"p"}""", """{"engine":"gpt","model":"one","prompt":"p"}""", "engine was not given; 'gpt' was taken, the only one with this model.")]
    [InlineData("""{"engine":null,"model":"TWO","prompt":"p"}""", """{"engine":"gpt","model":"two","prompt":"p"}""", "engine was not given; 'gpt' was taken, the only one with this model.")]
    public void Discriminator_ThatIsMissing_IsToldByTheOneInside(string value, string kept, string warning)
    {
        var (result, findings) = Validate(Engines, value);

        Assert.Empty(findings.Faults);
        Assert.Equal(kept, result.GetRawText());
        Assert.Equal([warning], findings.Warnings);
    }

    [Theory]
    [InlineData("""{"max_tokens":1.0}""", """{"maxTokens":1}""", null)]
    [InlineData("""{"maxTokens":2}""", null, null)]
    [InlineData("""{"max_tokens":null}""", "{}", null)]
    [InlineData("""{"max_tokens":0}""", null, "max_tokens: The value 0 is not valid for max_tokens. Allowed: 1 or more.")]
    [InlineData("""{"max_tokens":1,"maxTokens":2}""", null, "maxTokens: maxTokens is there twice.")]
    public void Member_ByAnotherName_IsKeptUnderItsOwn(string value, string? kept, string? fault)
    {
        var schema = Parse("""{"properties":{"maxTokens":{"type":"integer","minimum":1,"x-aliases":["max_tokens"]}}}""");

        var (result, findings) = Validate(schema, value);

        Assert.Equal(fault is null ? [] : [fault], findings.Faults.Select(f => $"{f.Path}: {f.Message}"));
        Assert.Equal(kept ?? value, result.GetRawText());
    }

    [Fact]
    public void ReferenceOfJsonSchema_InFreeJson_IsNoReferenceToAStep() =>
        Assert.Empty(Baton.References.InputReferences.Find(JsonElement.Parse("""{"schema":{"items":{"$ref":"#/$defs/Person"}}}""")));

    [Fact]
    public void RecursiveSchema_OfAnyDepth_IsWalked()
    {
        var tree = Parse("""{"type":"object","properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#"}}},"required":["name"]}""");

        var fault = Assert.Single(Validate(tree, """{"name":"a","children":[{"name":"b","children":[{"name":7}]}]}""").Findings.Faults);

        Assert.Equal("children[0].children[0].name", fault.Path);
    }

    [Theory]
    [InlineData("\"a\"", 0)]
    [InlineData("""{"url":"u"}""", 0)]
    [InlineData("""{"text":"t"}""", 0)]
    [InlineData("null", 0)]
    [InlineData("5", 1)]
    [InlineData("""{"text":5}""", 1)]
    public void UnionWithoutDiscriminator_IsToldApartByShape(string value, int faults)
    {
        var schema = Parse(
            """
            {"anyOf":[{"type":"string"},{"type":"null"},
              {"properties":{"url":{"type":"string"}},"required":["url"]},
              {"properties":{"text":{"type":"string"}},"required":["text"]}]}
            """);

        Assert.Equal(faults, Validate(schema, value).Findings.Faults.Length);
    }

    [Theory]
    [InlineData("""{"a":5,"b":"x"}""", 0)]
    [InlineData("""{"a":2}""", 1)]
    [InlineData("""{"a":11}""", 1)]
    [InlineData("""{"b":"y"}""", 1)]
    [InlineData("""{"b":"z"}""", 1)]
    [InlineData("""{"c":7}""", 1)]
    [InlineData("""{"c":5}""", 1)]
    [InlineData("""{"c":4.5}""", 0)]
    public void Limits_OfOneMember_AllCount(string value, int faults)
    {
        var schema = Parse(
            """
            {"allOf":[
              {"properties":{"a":{"type":"integer","minimum":3,"maximum":100},"b":{"enum":["x","y"]},"c":{"exclusiveMaximum":5}}},
              {"properties":{"a":{"type":"integer","minimum":0,"maximum":10},"b":{"enum":["X","z"]},"c":{"maximum":5}}},
              {"properties":{"c":{"maximum":9}}}]}
            """);

        Assert.Equal(faults, Validate(schema, value).Findings.Faults.Length);
    }

    /// <summary>Only a declared discriminator makes a union one of variants that are told apart by it.</summary>
    [Theory]
    [InlineData("""{"other":1}""")]
    [InlineData("""{"kind":"a","other":1}""")]
    public void Union_WithAConstant_IsToldApartByShape(string value) =>
        Assert.Empty(Validate(Parse("""{"anyOf":[{"properties":{"kind":{"const":"a"}}},{"properties":{"kind":{"const":"b"}}}],"properties":{"other":{"type":"integer"}}}"""), value).Findings.Faults);

    [Theory]
    [InlineData("\"😀😀\"", 0)]
    [InlineData("\"\\ud83d\\ude00é\"", 0)]
    [InlineData("\"aaa\"", 1)]
    public void Length_OfText_CountsCharactersAsJsonSchemaDoes(string value, int faults) =>
        Assert.Equal(faults, Validate(Parse("""{"type":"string","minLength":2,"maxLength":2}"""), value).Findings.Faults.Length);

    [Theory]
    [InlineData("""[1,"1"]""", null)]
    [InlineData("""[1,2,1.0]""", "[2]")]
    [InlineData("""[{"a":1,"b":2},{"b":2,"a":1}]""", "[1]")]
    public void Items_ThatAreEqual_AreTheSame(string value, string? path) =>
        Assert.Equal(path is null ? [] : [path], Validate(Parse("""{"type":"array","uniqueItems":true}"""), value).Findings.Faults.Select(f => f.Path));

    [Theory]
    [InlineData("""{"anyOf":[{"$ref":"#"}]}""")]
    [InlineData("""{"allOf":[{"anyOf":[{"type":"string"}]},{"anyOf":[{"type":"integer"}]}]}""")]
    [InlineData("""{"anyOf":[{"type":"string"}],"oneOf":[{"type":"string"}]}""")]
    [InlineData("""{"allOf":[{"pattern":"a"},{"pattern":"b"}]}""")]
    [InlineData("""{"allOf":[{"additionalProperties":{"type":"string"}},{"properties":{"a":{"type":"integer"}}}]}""")]
    [InlineData("""{"$ref":"#somewhere"}""")]
    public void Document_ThatCannotBeMerged_IsNoSchema(string document) => Assert.Throws<FormatException>(() => Parse(document));

    [Theory]
    [InlineData("^a+$", "aaa", true)]
    [InlineData("^a+$", "aaa\n", false)]
    [InlineData(@"^\d{2}$", "٣٤", false)]
    [InlineData(@"^[\w-]+$", "a_b-1", true)]
    [InlineData("^(?!x)a", "ab", true)]
    [InlineData(@"[$]\$", "$$", true)]
    public void Pattern_IsMeantAsJsonSchemaMeansIt(string pattern, string text, bool fits)
    {
        var schema = Parse($$"""{"type":"string","pattern":{{JsonSerializer.Serialize(pattern)}}}""");

        Assert.Equal(fits, !Validate(schema, JsonSerializer.Serialize(text)).Findings.HasFaults);
    }

    [Fact]
    public void Pattern_ThatWouldTakeForever_IsAFaultInTime()
    {
        var schema = Parse("""{"type":"string","pattern":"^(?=(a+)+$)b"}""");

        Assert.True(Validate(schema, $"\"{new string('a', 60)}!\"").Findings.HasFaults);
    }

    [Fact]
    public void Pattern_OfLinearTime_FitsHoweverLongItTakes()
    {
        var schema = Parse("""{"type":"string","pattern":"^([a-z]+[0-9]?)*$"}""");

        Assert.Empty(Validate(schema, $"\"{new string('a', 50_000_000)}\"", new ValidationRules { TextLengthMax = int.MaxValue }).Findings.Faults);
    }

    [Fact]
    public void ContractType_BecomesADocument_WithItsLimits()
    {
        var document = Schema.Of(BatonJson.Default.TextToSpeechInput).Document;
        var custom = document.GetProperty("anyOf")[0].GetProperty("properties");

        Assert.Equal("engine", document.GetProperty("discriminator").GetProperty("propertyName").GetString());
        Assert.Equal("custom", custom.GetProperty("engine").GetProperty("default").GetString());
        Assert.Equal("media-source", custom.GetProperty("refAudioUrl").GetProperty("format").GetString());
        Assert.Equal(10_000, custom.GetProperty("text").GetProperty("maxLength").GetInt32());
        Assert.Equal(1, custom.GetProperty("text").GetProperty("minLength").GetInt32());
        Assert.Contains("ono_anna", custom.GetProperty("speaker").GetProperty("enum").EnumerateArray().Select(v => v.GetString()));
    }

    [Fact]
    public void MissingEngine_OfTextToSpeech_IsTheDefaultAndReadable()
    {
        var (kept, findings) = Validate(Schema.Of(BatonJson.Default.TextToSpeechInput), """{"text":"hi","speaker":"Vivian"}""");

        Assert.Empty(findings.Faults);
        Assert.Equal("""{"engine":"custom","text":"hi","speaker":"vivian"}""", kept.GetRawText());
        Assert.Equal(Speaker.Vivian, Assert.IsType<CustomTextToSpeechInput>(kept.Deserialize(BatonJson.Default.TextToSpeechInput)).Speaker);
    }

    /// <summary>The serializer's generated code overwrites what init members begin with; set members keep it.</summary>
    [Fact]
    public void AbsentMembers_OfContractTypes_HaveTheDefaultsOfTheirSchemas()
    {
        var frames = JsonSerializer.Deserialize("""{"videoUrl":"u"}""", BatonJson.Default.VideoFrameExtractionInput)!;
        var upscale = JsonSerializer.Deserialize("""{"image":"i"}""", BatonJson.Default.ImageUpscalerInput)!;
        var jpeg = (JpegOutputFormat)JsonSerializer.Deserialize("""{"image":"i","output":{"format":"jpeg"}}""", BatonJson.Default.ConvertImageInput)!.Output;

        Assert.Equal((1.0, 0.9, 1, 85), (frames.FrameRate, frames.UniqueThreshold, upscale.NumberOfRepeats, jpeg.Quality));
        Assert.Equal(0.9, Schema.Of(BatonJson.Default.VideoFrameExtractionInput).Document
            .GetProperty("properties").GetProperty("uniqueThreshold").GetProperty("default").GetDouble());
    }

    [Fact]
    public void MediaSources_Found_CanBeReplaced()
    {
        var recipe = Submissions.Recipes.Find("convertImage")!;
        var input = JsonElement.Parse("""{"output":{"format":"png"},"image":"data:image/png;base64,AA=="}""");

        var found = recipe.FindMedia(input);
        var replaced = MediaSources.Replace(input, found, new Dictionary<string, string> { ["image"] = "https://b.example/\"x" });

        Assert.Equal([("image", true)], found.Select(m => (m.Path, m.IsInline)));
        Assert.Equal("https://b.example/\"x", replaced.GetProperty("image").GetString());
    }

    [Fact]
    public void MediaSources_ThatAreReferences_AreNotFound() =>
        Assert.Empty(Submissions.Recipes.Find("convertImage")!.FindMedia(JsonElement.Parse("""{"image":{"$ref":"a"},"output":{"format":"png"}}""")));

    [Fact]
    public void RandomJson_Read_NeverThrows() => RandomJson.Any.Sample(text =>
    {
        var json = Submissions.Json(text);
        Submissions.Reader.ReadWorkflow(json);
        foreach (var recipe in Submissions.Recipes.All)
        {
            Submissions.Reader.ReadInput(recipe, json);
            ResolvedCheck(recipe, json);
        }
    }, iter: 2000);

    [Fact]
    public void CanonicalValue_ReadAgain_IsTheSame() => Images.Sample(text =>
    {
        var schema = Submissions.Recipes.Find("convertImage")!.Input;
        var (once, findings) = Validate(schema, text);
        if (!findings.HasFaults)
        {
            var (twice, again) = Validate(schema, once.GetRawText());

            Assert.Equal(once.GetRawText(), twice.GetRawText());
            Assert.Empty(again.Warnings);
            Assert.NotNull(once.Deserialize(BatonJson.Default.ConvertImageInput));
        }
    }, iter: 2000);

    private static readonly Gen<string> Number = Gen.OneOf("1", "2.0", "7e0", "null");

    private static readonly Gen<string> Images = Gen.Select(
        Gen.OneOf("\"png\"", "\"JPEG\"", "\"webp\""),
        Number,
        RandomJson.ObjectOf(("type", Gen.Const("\"Resize\"")), ("targetWidth", Number), ("odd", RandomJson.Any)).Array[0, 3],
        (format, quality, transforms) =>
            $$"""{"image":"https://a.example/b","odd":{},"output":{"quality":{{quality}},"format":{{format}}},"transforms":[{{string.Join(',', transforms)}}]}""");

    private static void ResolvedCheck(Baton.Recipes.Recipe recipe, JsonElement json)
    {
        Baton.References.ResolvedInput.Check(recipe, json);
        recipe.FindReferences(json);
        recipe.FindMedia(json);
    }

    private static Schema Parse(string document) => Schema.Parse(JsonElement.Parse(document));

    private static (JsonElement Kept, Findings Findings) Validate(Schema schema, string value, ValidationRules? rules = null)
    {
        var findings = new Findings();

        return (schema.Validate(JsonElement.Parse(value), new JsonPlace(), rules ?? new ValidationRules(), findings), findings);
    }
}
