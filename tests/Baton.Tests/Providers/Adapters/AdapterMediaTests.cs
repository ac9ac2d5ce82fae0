using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Tests.Blobs;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>What goes to services, and what is made of what comes back.</summary>
public sealed class AdapterMediaTests(TestClips clips) : IClassFixture<TestClips>
{
    private const string Source = "baton://blobs/blob_01ARZ3NDEKTSV4RRFFQ69G5FAV.png";

    [Fact]
    public async Task Chat_WithAPictureOfABlob_SendsItAsADataUrlAndOnlyWhatWasGiven()
    {
        await using var server = new OpenAiServer();
        await server.Start();
        using var job = OpenAi(server, "chatCompletion");
        job.Sources[Source] = (AMedia.Png, "image/png");

        await job.Run("chatCompletion", $$"""
            { "model": "m", "maxTokens": 50, "topP": 1, "n": 1, "tool_choice": "auto", "responseFormat": { "type": "json_schema", "jsonSchema": { "name": "a", "schema": { "camelCase": 1 } } },
              "messages": [{ "role": "system", "content": "Be short." }, { "role": "user", "content": [{ "type": "text", "text": "what is this fine" }, { "type": "image_url", "imageUrl": { "url": "{{Source}}" } }] }] }
            """);

        var body = JsonElement.Parse(Assert.Single(server.Received).Body);
        Assert.Equal(["model", "messages", "max_tokens", "tool_choice", "response_format", "stream", "stream_options"], body.EnumerateObject().Select(member => member.Name));
        Assert.Equal(1, body.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema").GetProperty("camelCase").GetInt32());
        var picture = body.GetProperty("messages")[1].GetProperty("content")[1];
        Assert.Equal("image_url", picture.GetProperty("type").GetString());
        Assert.StartsWith("data:image/png;base64,iVBOR", picture.GetProperty("image_url").GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversation_OfAllRoles_GoesAlongWithAllThatWasSaidAndPainted()
    {
        await using var server = new OpenAiServer();
        await server.Start();
        using var job = OpenAi(server, "chatCompletion");
        job.Sources[Source] = (AMedia.Png, "image/png");

        await job.Run("chatCompletion", $$"""
            { "model": "m", "messages": [
              { "role": "assistant", "content": null, "refusal": "no", "tool_calls": [{ "id": "c1", "type": "function", "function": { "name": "f", "arguments": "{}" } }], "images": [{ "type": "image_url", "image_url": { "url": "{{Source}}" } }] },
              { "role": "tool", "content": "out", "tool_call_id": "c1" },
              { "role": "user", "name": "ann", "content": [{ "type": "image_url", "imageUrl": { "url": "{{Source}}", "detail": "low" } }, { "type": "text", "text": "more fine", "imageUrl": { "url": "{{Source}}" } }] }, { "role": "user", "content": "fine" }] }
            """);

        var messages = JsonElement.Parse(Assert.Single(server.Received).Body).GetProperty("messages");
        Assert.StartsWith("data:image/png;base64,", messages[0].GetProperty("images")[0].GetProperty("image_url").GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(("no", "c1"), (messages[0].GetProperty("refusal").GetString(), messages[0].GetProperty("tool_calls")[0].GetProperty("id").GetString()));
        Assert.Equal(("out", "c1"), (messages[1].GetProperty("content").GetString(), messages[1].GetProperty("tool_call_id").GetString()));
        Assert.Equal(("ann", "low"), (messages[2].GetProperty("name").GetString(), messages[2].GetProperty("content")[0].GetProperty("image_url").GetProperty("detail").GetString()));
        Assert.Equal("more fine", messages[2].GetProperty("content")[1].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("language", "\"German\"", "instructions", "Speak German.")]
    [InlineData("instruct", "\"Softly.\"", "instructions", "Softly.")]
    [InlineData("text", "\"other\"", "input", "other")]
    [InlineData("speaker", "\"serena\"", "voice", "af_bella")]
    public async Task Speech_OfEachMember_ReachesTheService(string member, string value, string theirs, string expected)
    {
        await using var server = new OpenAiServer();
        await server.Start();
        using var job = OpenAi(server, "textToSpeech", ("Models:serena", "af_bella"));
        var input = JsonNode.Parse("""{ "engine": "custom", "text": "Hello fine" }""")!;
        input[member] = JsonNode.Parse(value);

        await job.Run("textToSpeech", input.ToJsonString());

        Assert.Equal(expected, JsonElement.Parse(Assert.Single(server.Received).Body).GetProperty(theirs).GetString());
    }

    [Theory]
    [InlineData("English", "en")]
    [InlineData("fr", "fr")]
    [InlineData("Chinese", "zh")]
    [InlineData("Klingon", "Klingon")]
    [InlineData("Auto", null)]
    public async Task Language_OfARecording_IsTheCodeThatServicesTake(string language, string? code)
    {
        await using var server = await WireServer.Run();
        using var job = new AdapterJob(AdapterHost.Provider("oai", "OpenAi", server.Url, ("Types:0", "transcription")));
        job.Sources[Source] = (AMedia.Png, "audio/mpeg");

        await Assert.ThrowsAsync<JobFailedException>(() => job.Run("transcription", $$"""{ "mediaUrl": "{{Source}}", "language": "{{language}}" }"""));

        var sent = Assert.Single(server.Requests);
        Assert.Equal(code is not null, sent.Contains("name=language", StringComparison.Ordinal));
        Assert.Contains(code is null ? "" : $"name=language\r\n\r\n{code}\r\n", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Member_ThatChoosesTheModel_GoesAlongWhereFieldsNamesItAndKeysOfMapsStayAsTheyAre()
    {
        await using var server = new FalServer();
        await server.Start();
        using var job = new AdapterJob(AdapterHost.Provider("queue", "Fal", server.Url, ("Models:imageGen/seedream", "fal-ai/flux-2/pro"), ("Fields:version", "model_version")));

        await job.Run("imageGen", """{ "engine": "seedream", "version": "v4.5", "prompt": "rings fine", "loras": { "urn:air:flux2:lora:Maker:1@2": 0.5 } }""");

        var body = JsonElement.Parse(Assert.Single(server.Received).Body);
        Assert.Equal("v4.5", body.GetProperty("model_version").GetString());
        Assert.Equal(0.5, body.GetProperty("loras").GetProperty("urn:air:flux2:lora:Maker:1@2").GetDouble());
    }

    [Fact]
    public async Task Edit_OfAPicture_SendsTheFileInAForm()
    {
        await using var server = new OpenAiServer();
        await server.Start();
        using var job = OpenAi(server, "imageGen");
        job.Sources[Source] = (AMedia.Png, "image/png");

        await job.Run("imageGen", $$"""{ "engine": "openai", "model": "gpt-image-1", "operation": "editImage", "prompt": "rings fine", "images": ["{{Source}}"], "outputFormat": "jpeg" }""");

        Assert.Equal($"image:image/png:{AMedia.Png.Length}", Assert.Single(server.Received).Body);
        Assert.Equal("image/jpeg", Assert.Single(job.Blobs).ContentType);
    }

    [Fact]
    public async Task Speech_ThatAServiceSpeaks_IsABlobWithItsDuration()
    {
        await using var server = new OpenAiServer();
        await server.Start();
        using var job = OpenAi(server, "textToSpeech", ("Models:textToSpeech", "kokoro"), ("Models:serena", "af_bella"));

        var output = await job.Run("textToSpeech", """{ "engine": "custom", "text": "Hello fine", "speaker": "serena", "xVectorOnlyMode": true }""");

        Assert.Equal(0.5, output.GetProperty("audioBlob").GetProperty("duration").GetDouble(), 2);
        Assert.Equal(("kokoro", "serena"), (output.GetProperty("modelType").GetString(), output.GetProperty("speaker").GetString()));
        Assert.Equal("af_bella", JsonElement.Parse(Assert.Single(server.Received).Body).GetProperty("voice").GetString());
    }

    [Fact]
    public async Task Speech_ThatIsNoSound_IsTheServicesFault()
    {
        await using var server = new OpenAiServer();
        await server.Start();
        using var job = OpenAi(server, "textToSpeech");

        var failure = await Assert.ThrowsAsync<JobFailedException>(() => job.Run("textToSpeech", """{ "engine": "custom", "text": "Hello html", "xVectorOnlyMode": true }"""));

        Assert.Equal(JobFailure.Transient, failure.Kind);
        Assert.Contains("where sound was expected", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transcription_OfARecording_HasItsTextAndItsTimes()
    {
        await using var server = new OpenAiServer();
        await server.Start();
        using var job = OpenAi(server, "transcription", ("PricePerSecond", "0.0001"));
        job.Sources[Source] = (Sounds.Wav(1), "audio/wav");

        var output = await job.Run("transcription", $$"""{ "mediaUrl": "{{Source}}", "returnTimeStamps": true }""");

        Assert.Equal(("Hello there.", "english"), (output.GetProperty("text").GetString(), output.GetProperty("language").GetString()));
        Assert.Equal([0, 1.2], output.GetProperty("timeStamps").EnumerateArray().Select(stretch => stretch.GetProperty("startTime").GetDouble()));
        Assert.Equal("recording.wav audio/wav whisper-1 verbose_json", Assert.Single(server.Received).Body);
        Assert.Equal(0.00025m, job.Cost);
    }

    [Fact]
    public async Task Transcription_OfAPicture_IsTheCallersFault()
    {
        await using var server = new OpenAiServer();
        await server.Start();
        using var job = OpenAi(server, "transcription");
        job.Sources[Source] = (AMedia.Png, "image/png");

        var failure = await Assert.ThrowsAsync<JobFailedException>(() => job.Run("transcription", $$"""{ "mediaUrl": "{{Source}}" }"""));

        Assert.Equal((JobFailure.Invalid, null), (failure.Kind, job.Open));
    }

    [Fact]
    public async Task Graph_OfTheCaller_IsSentWithItsMediaUploadedAndItsModelsRenamed()
    {
        await using var server = new ComfyServer();
        await server.Start();
        using var job = new AdapterJob(AdapterHost.Provider("gpu", "ComfyUi", server.Url, ("Types:0", "comfy"), ("Models:urn:air:sd1", "sd15.safetensors")));
        job.Sources[Source] = (AMedia.Png, "image/png");

        var output = await job.Run("comfy", $$"""
            { "comfyWorkflow": {
                "1": { "classType": "CheckpointLoaderSimple", "inputs": { "ckpt_name": "urn:air:sd1" } },
                "2": { "classType": "LoadImage", "inputs": { "image": "{{Source}}" } },
                "3": { "classType": "CLIPTextEncode", "inputs": { "text": "rings comfy fine", "clip": ["1", 1] } } } }
            """);

        Assert.Equal("image", Assert.Single(output.GetProperty("blobs").EnumerateArray()).GetProperty("type").GetString());
        var graph = JsonElement.Parse(server.Received.Single(request => request.Path == "/prompt").Body).GetProperty("prompt");
        Assert.Equal("sd15.safetensors", graph.GetProperty("1").GetProperty("inputs").GetProperty("ckpt_name").GetString());
        Assert.Equal("uploaded.png", graph.GetProperty("2").GetProperty("inputs").GetProperty("image").GetString());
        Assert.Equal("[\"1\",1]", graph.GetProperty("3").GetProperty("inputs").GetProperty("clip").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Contains(job.Progress, progress => progress is > 0 and < 1);
    }

    [Fact]
    public async Task Video_OfAHostedModel_IsABlobWithItsSizeAndDuration()
    {
        await using var server = new FalServer { Result = await File.ReadAllBytesAsync(clips.Moving, BatonHost.Stop) };
        await server.Start();
        using var job = new AdapterJob(AdapterHost.Provider("queue", "Fal", server.Url, ("Models:videoGen/wan/v2.2", "fal-ai/flux-2/pro"), ("Fields:frameRate", "fps")));
        job.Sources[Source] = (AMedia.Png, "image/png");

        var output = await job.Run("videoGen", $$"""
            { "engine": "wan", "version": "v2.2", "provider": "fal", "prompt": "rings fine", "cfgScale": 4, "frameRate": 24, "sourceImage": "{{Source}}", "enablePromptExpansion": true, "seed": null }
            """);

        Assert.Equal((320, 180), (output.GetProperty("video").GetProperty("width").GetInt32(), output.GetProperty("video").GetProperty("height").GetInt32()));
        Assert.Equal(2, Assert.Single(job.Blobs).Facts.Duration!.Value, 1);
        var body = JsonElement.Parse(Assert.Single(server.Received).Body);
        Assert.Equal(["prompt", "guidance_scale", "fps", "image_url", "enable_prompt_expansion"], body.EnumerateObject().Select(member => member.Name));
        Assert.StartsWith("data:image/png;base64,", body.GetProperty("image_url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LargePicture_ForAPrediction_IsUploadedAndSmallOnesGoAlong()
    {
        await using var server = new ReplicateServer();
        await server.Start();
        using var job = new AdapterJob(AdapterHost.Provider("predictions", "Replicate", new Uri(server.Url, "v1"), ("Models:imageGen/seedream", "acme/painter")));
        job.Sources["baton://blobs/small.png"] = (AMedia.Png, "image/png");
        job.Sources["baton://blobs/large.png"] = (new byte[300 * 1024], "image/png");

        await job.Run("imageGen", """{ "engine": "seedream", "version": "v4", "prompt": "rings fine", "quantity": 2, "images": ["baton://blobs/small.png", "baton://blobs/large.png"] }""");

        var input = JsonElement.Parse(server.Received.Single(request => request.Path.EndsWith("/predictions", StringComparison.Ordinal)).Body).GetProperty("input");
        Assert.Equal(2, input.GetProperty("num_outputs").GetInt32());
        Assert.StartsWith("data:image/png", input.GetProperty("image_input")[0].GetString(), StringComparison.Ordinal);
        Assert.EndsWith("/v1/files/f1", input.GetProperty("image_input")[1].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OlderPicture_AtAWebUi_IsMadeFromAPictureByItsOwnNames()
    {
        await using var server = new A1111Server();
        await server.Start();
        using var job = new AdapterJob(AdapterHost.Provider("webui", "A1111", server.Url, ("Types:0", "textToImage"), ("Slots", "1"), ("Models:urn:air:sd1", "v1-5.safetensors")));
        job.Sources[Source] = (AMedia.Png, "image/png");

        var output = await job.Run("textToImage", $$"""
            { "prompt": "rings fine", "model": "urn:air:sd1", "scheduler": "dpM2MKarras", "cfgScale": 7, "seed": 5, "quantity": 2, "batchSize": 2, "sourceImage": "{{Source}}",
              "additionalNetworks": { "lora-a": { "strength": 0.5 } } }
            """);

        Assert.Equal(2, output.GetProperty("images").GetArrayLength());
        var (path, text) = server.Received.Single(request => request.Path.EndsWith("img2img", StringComparison.Ordinal));
        var body = JsonElement.Parse(text);
        Assert.Equal(("DPM++ 2M", "Karras"), (body.GetProperty("sampler_name").GetString(), body.GetProperty("scheduler").GetString()));
        Assert.Equal("rings fine <lora:lora-a:0.5>", body.GetProperty("prompt").GetString());
        Assert.Equal("v1-5.safetensors", body.GetProperty("override_settings").GetProperty("sd_model_checkpoint").GetString());
        Assert.Equal("/sdapi/v1/img2img", path);
    }

    private static AdapterJob OpenAi(OpenAiServer server, string type, params (string, string)[] more) =>
        new(AdapterHost.Provider("oai", "OpenAi", new Uri(server.Url, "v1"), [("Types:0", type), .. more]));
}
