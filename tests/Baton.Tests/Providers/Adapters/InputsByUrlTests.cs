using System.Net.Http.Headers;
using System.Text.Json;
using Baton.Blobs;
using Baton.Client.Workers;
using Baton.Tests.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>Inputs that services fetch from this server by signed URLs.</summary>
public sealed class InputsByUrlTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromHours(3);

    [Theory]
    [InlineData("chat")]
    [InlineData("fal")]
    [InlineData("replicate")]
    public async Task Blob_AtAServiceThatTakesUrls_IsFetchedFromHereWithoutAnyKey(string adapter)
    {
        await using var server = ServerOf(adapter);
        await using var front = await PublicFront.Run();
        await using var host = await Started(adapter, server, front);
        front.Behind = host.Url;
        using var caller = await host.Caller();

        var workflow = await Ended(caller, adapter, await Uploaded(caller));

        Assert.True(workflow.GetProperty("status").GetString() == "succeeded", workflow.GetRawText());
        var (status, contentType, content) = Assert.Single(server.Fetched);
        Assert.Equal((200, "image/png"), (status, contentType));
        Assert.Equal(AMedia.Png, content);
        var token = TokenIn(server);
        var genuine = Assert.IsType<SealedText.Genuine>(host.Services.GetRequiredService<BlobUrlSigner>().OpenContent(token));
        Assert.InRange(genuine.ExpiresAt, TimeProvider.System.GetUtcNow() + Timeout, TimeProvider.System.GetUtcNow() + (2 * Timeout));
        Assert.DoesNotContain(token, workflow.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat", 0)]
    [InlineData("fal", 2)]
    [InlineData("replicate", 2)]
    public async Task Service_ThatCannotReachThisServer_IsTroubleOfTheOperatorInPlainWords(string adapter, int made)
    {
        await using var server = ServerOf(adapter);
        await using var front = await PublicFront.Run();
        await using var host = await Started(adapter, server, front);
        using var caller = await host.Caller();

        var workflow = await Ended(caller, adapter, await Uploaded(caller));

        var text = workflow.GetRawText();
        Assert.Equal("failed", workflow.GetProperty("status").GetString());
        Assert.Contains("could not fetch an input from this server; the operator has to look whether Blobs__PublicUrl can be reached from there", text, StringComparison.Ordinal);
        Assert.Equal((made, 404), (server.Made(Prompt(adapter)), server.Fetched.First().Status));
        Assert.DoesNotContain(TokenIn(server), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fal", 33)]
    [InlineData("replicate", 101)]
    [InlineData("chat", 33)]
    public async Task Input_ThatIsTooLongForARequest_GoesByUrlWhereThereIsOneAndIsRefusedInPlainWordsElsewhere(string adapter, int megabytes)
    {
        const string Source = "baton://blobs/large.png";
        await using var server = ServerOf(adapter);
        await server.Start();
        using var job = new AdapterJob([.. Settings(adapter, server)]);
        job.Sources[Source] = (new byte[megabytes * 1_048_576], "image/png");
        var (type, input) = Step(adapter, Source);

        var refusal = await Assert.ThrowsAsync<JobFailedException>(() => job.Run(type, input));
        job.Links[Source] = new Uri(server.Url, "open/large.png");
        await job.Run(type, input);

        Assert.Equal(JobFailure.Rejected, refusal.Kind);
        Assert.Contains($"The input has {megabytes * 1_048_576} bytes, and 'it' gets", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("or upload it as a blob: the service can fetch those by URL where the operator has set Blobs__PublicUrl.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(200, Assert.Single(server.Fetched).Status);
    }

    private static string Prompt(string adapter) => $"rings {adapter} fine";

    private static ProtocolServer ServerOf(string adapter) => adapter switch
    {
        "fal" => new FalServer(),
        "replicate" => new ReplicateServer(),
        _ => new OpenAiServer(),
    };

    private static (string, string)[] Settings(string adapter, ProtocolServer server, params (string, string)[] more) => adapter switch
    {
        "fal" => AdapterHost.Provider("it", "Fal", server.Url, [("Models:imageGen/flux2/pro", "fal-ai/flux-2/pro"), .. more]),
        "replicate" => AdapterHost.Provider("it", "Replicate", new Uri(server.Url, "v1"), [("Models:imageGen/seedream", "acme/painter"), .. more]),
        _ => AdapterHost.Provider("it", "OpenAi", new Uri(server.Url, "v1"), more),
    };

    private static (string Type, string Input) Step(string adapter, string source) => adapter switch
    {
        "fal" => ("imageGen", $$"""{ "engine": "flux2", "model": "pro", "operation": "editImage", "prompt": "{{Prompt(adapter)}}", "images": ["{{source}}"] }"""),
        "replicate" => ("imageGen", $$"""{ "engine": "seedream", "version": "v4", "prompt": "{{Prompt(adapter)}}", "images": ["{{source}}"] }"""),
        _ => ("chatCompletion", $$"""
            { "model": "m-1", "messages": [{ "role": "user", "content": [{ "type": "image_url", "image_url": { "url": "{{source}}" } }] }, { "role": "user", "content": "{{Prompt(adapter)}}" }] }
            """),
    };

    private static async Task<AdapterHost> Started(string adapter, ProtocolServer server, PublicFront front)
    {
        await server.Start();
        return await AdapterHost.Run([("Blobs:PublicUrl", front.Url), .. Settings(adapter, server, ("InputsBy", "Url"), ("Timeout", Timeout.ToString()))]);
    }

    private static async Task<string> Uploaded(HttpClient caller)
    {
        using var content = new ByteArrayContent(AMedia.Png);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var uploaded = await caller.PostAsync(new Uri("/v2/consumer/blobs", UriKind.Relative), content, BatonHost.Stop);
        return JsonElement.Parse(await uploaded.Content.ReadAsStringAsync(BatonHost.Stop)).GetProperty("url").GetString()!;
    }

    private static async Task<JsonElement> Ended(HttpClient caller, string adapter, string source)
    {
        var (type, input) = Step(adapter, source);
        var answer = await caller.Send("POST", $"{Calls.Workflows}?wait=90", $$"""{ "steps": [{ "$type": "{{type}}", "timeout": "00:05:00", "input": {{input}} }] }""");
        Assert.True((int)answer.Status == 200, answer.Text);
        return answer.Json;
    }

    /// <summary>The secret part of the URL that the service was given.</summary>
    private static string TokenIn(ProtocolServer server)
    {
        const string Path = "/v2/consumer/blobs/content/";
        var body = server.Received.Select(request => request.Body).First(body => body.Contains(Path, StringComparison.Ordinal));
        return body[(body.IndexOf(Path, StringComparison.Ordinal) + Path.Length)..].Split('"')[0];
    }
}
