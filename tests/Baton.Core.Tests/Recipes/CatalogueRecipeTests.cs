using System.Collections.Immutable;
using System.Text.Json;
using Baton.Core.Tests.Workflows;
using Baton.Schemas;
using Xunit;

namespace Baton.Core.Tests.Recipes;

public sealed class CatalogueRecipeTests
{
    private const string Sdcpp = """{"engine":"sdcpp","ecosystem":"sdxl","operation":"createImage","model":"urn:air:sdxl:checkpoint:civitai:1@2","prompt":"p" """;

    [Fact]
    public void Job_OfACatalogueRecipe_HasEveryDefault()
    {
        var job = Assert.Single(Plan("videoGen", """{"engine":"veo3","prompt":"p","generateAudio":true}"""));

        Assert.Equal("veo3", job.GetProperty("engine").GetString());
        Assert.Equal(8, job.GetProperty("duration").GetInt32());
    }

    /// <summary>The published client always sends it, so it must be known, also where unknown members are refused.</summary>
    [Fact]
    public void Member_WithOneValueThatChoosesNothing_IsRequiredAndKept()
    {
        var (kept, right) = Accept("videoGen", """{"engine":"minimax-h3","prompt":"p","aspectRatio":"16:9","duration":5,"resolution":"2k"}""");
        var (_, without) = Accept("videoGen", """{"engine":"minimax-h3","prompt":"p","aspectRatio":"16:9","duration":5}""");

        Assert.Empty(right.Faults);
        Assert.Empty(right.Warnings);
        Assert.Equal("2K", kept.GetProperty("resolution").GetString());
        Assert.Equal("resolution", Assert.Single(without.Faults).Path);
    }

    [Fact]
    public void Default_OfADiscriminatorInside_DecidesTheVariant()
    {
        var job = Assert.Single(Plan("videoGen", """{"engine":"wan","version":"v2.6","prompt":"p"}"""));

        Assert.Equal(("fal", "text-to-video"), (job.GetProperty("provider").GetString(), job.GetProperty("operation").GetString()));
    }

    [Fact]
    public void Pictures_OfAnEngineOnOwnHardware_AreAJobEachWithASeedEach()
    {
        var jobs = Plan("imageGen", Sdcpp + ""","quantity":3,"seed":7}""");

        Assert.Equal([7, 8, 9], jobs.Select(j => j.GetProperty("seed").GetInt64()));
        Assert.All(jobs, job => Assert.Equal(1, job.GetProperty("quantity").GetInt32()));
    }

    [Theory]
    [InlineData("-1", "-1", "-1")]
    [InlineData("9223372036854775807", "9223372036854775807", "0")]
    [InlineData("null", "null", "null")]
    public void Seeds_ThatCannotGrow_BeginAgainOrStayOpen(string seed, string first, string second)
    {
        var jobs = Plan("imageGen", $$"""{{Sdcpp}},"quantity":2,"seed":{{seed}}}""");

        Assert.Equal([first, second], jobs.Select(j => j.GetProperty("seed").GetRawText()));
    }

    [Fact]
    public void Pictures_OfAHostedEngine_AreOneJob() =>
        Assert.Equal(4, Assert.Single(Plan("imageGen", """{"engine":"flux2","model":"pro","operation":"createImage","prompt":"p","quantity":4}""")).GetProperty("quantity").GetInt32());

    [Fact]
    public void Batches_OfTextToImage_AreAJobEach()
    {
        var jobs = Plan("textToImage", """{"prompt":"p","quantity":5,"batchSize":2,"seed":4294967294}""");

        Assert.Equal([(2, 4294967294L), (2, 0L), (1, 2L)], jobs.Select(j => (j.GetProperty("batchSize").GetInt32(), j.GetProperty("seed").GetInt64())));
        Assert.Equal([2, 2, 1], jobs.Select(j => j.GetProperty("quantity").GetInt32()));
    }

    [Fact]
    public void Runs_OfAGraph_DifferInTheSeedsOfItsNodes()
    {
        var jobs = Plan("comfy", """{"comfyWorkflow":{"3":{"class_type":"KSampler","_meta":{"title":"t"},"inputs":{"seed":5,"steps":20,"model":["4",0]}},"4":{"class_type":"A","inputs":{"noise_seed":1}}},"quantity":2}""");

        Assert.Equal([(5, 1), (6, 2)], jobs.Select(j => (Node(j, "3").GetProperty("seed").GetInt32(), Node(j, "4").GetProperty("noise_seed").GetInt32())));
        Assert.All(jobs, job => Assert.Equal("KSampler", job.GetProperty("comfyWorkflow").GetProperty("3").GetProperty("classType").GetString()));

        static JsonElement Node(JsonElement job, string id) => job.GetProperty("comfyWorkflow").GetProperty(id).GetProperty("inputs");
    }

    [Fact]
    public void Output_OfSeveralJobs_IsTheirListsInTheirOrder()
    {
        var recipe = Submissions.Recipes.Find("imageGen")!;
        ImmutableArray<JsonElement?> outputs = [Parse("""{"images":[{"id":"a"}],"errors":["e"]}"""), null, Parse("""{"images":[{"id":"b"},{"id":"c"}]}""")];

        Assert.Equal("""{"images":[{"id":"a"},{"id":"b"},{"id":"c"}],"errors":["e"]}""", recipe.Assemble(Parse("{}"), outputs)!.Value.GetRawText());
        Assert.Null(recipe.Assemble(Parse("{}"), [null, null]));
    }

    [Theory]
    [InlineData("""{"prompt":"p"}""", "engine", "engine is required. Allowed: openai, flux1-kontext, flux2, google, wan, gemini, sdcpp, comfy, seedream, grok, fal, qwen.")]
    [InlineData("""{"engine":"flux","prompt":"p"}""", "engine", "The value 'flux' is not valid for engine. Allowed: openai, flux1-kontext, flux2, google, wan, gemini, sdcpp, comfy, seedream, grok, fal, qwen.")]
    [InlineData("""{"engine":"sdcpp","ecosystem":"zImage","model":"huge","prompt":"p"}""", "model", "The value 'huge' is not valid for model. Allowed: turbo, base.")]
    [InlineData("""{"engine":"sdcpp","ecosystem":"sdxl","operation":"editImage","prompt":"p"}""", "operation", "The value 'editImage' is not valid for operation. Allowed: createImage, createVariant.")]
    public void Combination_ThatIsNotKnown_NamesThoseThatAre(string input, string path, string message)
    {
        var (_, findings) = Accept("imageGen", input);

        var fault = Assert.Single(findings.Faults);
        Assert.Equal((path, message), (fault.Path, fault.Message));
    }

    [Fact]
    public void Engine_ThatIsMissing_IsTakenWhenOnlyOneHasTheModel()
    {
        var (kept, findings) = Accept("imageGen", """{"model":"nano-banana-pro","prompt":"p"}""");

        Assert.Equal("google", kept.GetProperty("engine").GetString());
        Assert.Equal(["engine was not given; 'google' was taken, the only one with this model."], findings.Warnings);
    }

    [Fact]
    public void Media_OfAnyVariant_IsFound()
    {
        var recipe = Submissions.Recipes.Find("imageGen")!;
        var input = Parse("""{"engine":"openai","model":"gpt-image-1","operation":"editImage","prompt":"p","images":["data:image/png;base64,AA==","https://a.example/b"],"mask":"AA=="}""");

        Assert.Equal([("images[0]", true), ("images[1]", false), ("mask", true)], recipe.FindMedia(input).Select(m => (m.Path, m.IsInline)));
    }

    [Fact]
    public void ChatMessages_AsChatClientsWriteThem_AreKeptAsTheContractSpellsThem()
    {
        var (kept, findings) = Accept("chatCompletion",
            """
            {"model":"m","max_tokens":5,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"properties":{"a":{"$ref":"#/$defs/A"}}}}},
             "messages":[{"role":"system","content":"s"},{"role":"User","content":[{"type":"text","text":"t"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}]}
            """);

        Assert.Empty(findings.Faults);
        Assert.Empty(findings.Warnings);
        Assert.Equal(5, kept.GetProperty("maxTokens").GetInt32());
        Assert.Equal("n", kept.GetProperty("responseFormat").GetProperty("jsonSchema").GetProperty("name").GetString());
        Assert.Equal("user", kept.GetProperty("messages")[1].GetProperty("role").GetString());
        Assert.Equal("messages[1].content[1].imageUrl.url", Assert.Single(Submissions.Recipes.Find("chatCompletion")!.FindMedia(kept)).Path);
    }

    private static JsonElement[] Plan(string type, string input)
    {
        var (kept, findings) = Accept(type, input);
        Assert.Empty(findings.Faults);

        return [.. Submissions.Recipes.Find(type)!.Plan(kept).Select(job => job.Input)];
    }

    private static (JsonElement Kept, Findings Findings) Accept(string type, string input)
    {
        var findings = new Findings();
        var kept = Submissions.Recipes.Find(type)!.Accept(Parse(input), new JsonPlace(), new ValidationRules { ReferencesAllowed = true }, findings);

        return (kept, findings);
    }

    private static JsonElement Parse(string json) => JsonElement.Parse(json);
}
