using Xunit;

namespace Baton.Tests.Recipes;

public sealed class CatalogueEndpointTests(BatonHost host)
{
    [Theory]
    [InlineData("imageGen", """{"engine":"OpenAI","model":"gpt-image-1","operation":"createImage","prompt":"p"}""")]
    [InlineData("imageGen", """{"engine":"sdcpp","ecosystem":"sdxl","operation":"createImage","model":"urn:air:sdxl:checkpoint:civitai:1@2","prompt":"p","quantity":3}""")]
    [InlineData("imageGen", """{"engine":"wan","version":"v2.5","operation":"image-to-image","prompt":"p","images":["https://media.example/a.png"]}""")]
    [InlineData("videoGen", """{"engine":"wan","version":"v2.6","prompt":"p"}""")]
    [InlineData("videoGen", """{"engine":"sora","operation":"text-to-video","prompt":"p"}""")]
    [InlineData("textToImage", """{"prompt":"p"}""")]
    [InlineData("chatCompletion", """{"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":5}""")]
    [InlineData("comfy", """{"comfyWorkflow":{"1":{"class_type":"A","inputs":{}}}}""")]
    [InlineData("transcription", """{"mediaUrl":"https://media.example/a.mp3"}""")]
    public async Task Variant_OfTheCatalogue_IsAccepted(string recipe, string input)
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", $"/v2/consumer/recipes/{recipe}?whatif=true", input);

        Assert.True((int)answer.Status == 200, answer.Text);
    }

    [Theory]
    [InlineData("imageGen", """{"engine":"flux","prompt":"p"}""", "engine")]
    [InlineData("imageGen", """{"engine":"sdcpp","ecosystem":"sdxl","operation":"editImage","prompt":"p"}""", "operation")]
    [InlineData("imageGen", """{"engine":"openai","model":"gpt-image-1","operation":"createImage","prompt":"p","images":[]}""", "images")]
    [InlineData("videoGen", """{"engine":"wan","version":"v2.6","provider":"comfy","prompt":"p"}""", "provider")]
    [InlineData("textToImage", """{"prompt":"p","steps":151}""", "steps")]
    [InlineData("chatCompletion", """{"model":"m","messages":[]}""", "messages")]
    [InlineData("comfy", """{"comfyWorkflow":{"1":{"inputs":{}}}}""", "comfyWorkflow.1.classType")]
    [InlineData("transcription", """{"mediaUrl":7}""", "mediaUrl")]
    public async Task Variant_ThatBreaksAConstraint_IsRefusedAtItsPath(string recipe, string input, string path)
    {
        using var caller = await host.Caller("ann");

        (await caller.Send("POST", $"/v2/consumer/recipes/{recipe}?whatif=true", input)).IsProblem(400, "validation").Names(path);
    }

    [Fact]
    public async Task Engine_ThatNobodyRuns_EndsSayingWhichKindsOfProviderCould()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", "/v2/consumer/recipes/videoGen", """{"engine":"sora","operation":"text-to-video","prompt":"p"}""");

        answer.IsProblem(503, "no-provider-available");
        Assert.Equal("no_provider_available", answer.Json.GetProperty("reason").GetString());
        Assert.Contains("The engine sora can be run by a provider of the kind fal or replicate", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Description_OfTheApi_ShowsEveryVariant()
    {
        var schemas = (await host.Anonymous().Send("GET", "/openapi/v2.json")).Json.GetProperty("components").GetProperty("schemas");

        Assert.Equal(12, schemas.GetProperty("ImageGenInput").GetProperty("discriminator").GetProperty("mapping").EnumerateObject().Count());
        Assert.Equal(20, schemas.GetProperty("VideoGenInput").GetProperty("oneOf").GetArrayLength());
        Assert.Equal("createVariant", schemas.GetProperty("ComfySd1VariantImageGenInput").GetProperty("properties").GetProperty("operation").GetProperty("const").GetString());
    }
}
