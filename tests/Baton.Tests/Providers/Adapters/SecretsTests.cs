using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Accounts;
using Baton.Tests.Blobs;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>Each adapter through all of its faults, with everything logged that can be: keys and signatures stand nowhere but where they have to.</summary>
public sealed partial class SecretsTests
{
    private const string WrongKey = "sk-proj-Wr0ngK3yThatNobodyTakes99";

    /// <summary>Services that tell what they were told, besides those of the matrix.</summary>
    private static readonly string[] Tellers = ["echoes", "screams", "redirects"];

    [Fact]
    public async Task Key_AndSignatureOfAUrl_StandInNoLogNorInWhatACallerOrAnOperatorReads()
    {
        using var logs = new CapturedLogs();
        await using var front = await PublicFront.Run();
        await using var scene = await Scene.Run(logs, front);
        var cases = AdapterMatrix.Cases.Select(one => (one.Adapter, one.Fault)).Concat(AdapterInputs.Adapters.SelectMany(adapter => Tellers.Select(fault => (adapter, fault)))).Append(("other", "fine")).ToList();

        var told = await Task.WhenAll(cases.Select(one => scene.Ended(one.Item1, one.Item2)));
        var operated = await scene.Operated();
        var links = scene.Servers.SelectMany(server => server.Received).SelectMany(request => ContentToken().Matches(request.Body)).Select(link => link.Groups["token"].Value).Distinct().ToList();
        var callersLinks = told.SelectMany(text => Signature().Matches(text)).Select(link => link.Groups["sig"].Value).Distinct().ToList();
        string[] keys = [ProtocolServer.Key, WrongKey, Convert.ToBase64String(Encoding.UTF8.GetBytes(ProtocolServer.Key)), ProtocolServer.ResultSignature];

        Assert.True(links.Count > 1 && callersLinks.Count > 10 && logs.Lines.Count > 1000, $"{links.Count} {callersLinks.Count} {logs.Lines.Count}");
        Assert.All(told, text => Clean(text, [.. keys, .. links]));
        Assert.All(operated, text => Clean(text, [.. keys, .. links, .. callersLinks]));
        var lines = logs.Lines.Where(line => Holds(line, [.. keys, .. links, .. callersLinks, .. scene.Followed]) is not null).ToList();
        Assert.True(lines.Count == 0, $"{lines.Count} lines, such as\n{string.Join('\n', lines.GroupBy(line => line.Split(' ')[1]).Select(group => $"{group.Count()} {group.First()}"))}");
    }

    private static void Clean(string text, string[] secrets) => Assert.True(Holds(text, secrets) is null, $"'{Holds(text, secrets)}' stands in {text}");

    private static string? Holds(string text, string[] secrets) => secrets.FirstOrDefault(secret => text.Contains(secret, StringComparison.Ordinal));

    [GeneratedRegex(@"/v2/consumer/blobs/content/(?<token>[A-Za-z0-9_-]+)")]
    private static partial Regex ContentToken();

    [GeneratedRegex(@"[?&]sig=(?<sig>[A-Za-z0-9_-]+)")]
    private static partial Regex Signature();

    /// <summary>A server with one provider of each protocol, which get inputs by URL where they can, and one whose key is wrong.</summary>
    private sealed class Scene(AdapterHost host, HttpClient caller, string blob, OpenAiServer openAi, ComfyServer comfy, A1111Server a1111, FalServer fal, ReplicateServer replicate) : IAsyncDisposable
    {
        public IReadOnlyList<ProtocolServer> Servers => [openAi, comfy, a1111, fal, replicate];

        /// <summary>Where redirects to content led.</summary>
        public System.Collections.Concurrent.ConcurrentBag<string> Followed { get; } = [];

        public static async Task<Scene> Run(CapturedLogs logs, PublicFront front)
        {
            var (openAi, comfy, a1111, fal, replicate) = (new OpenAiServer(), new ComfyServer(), new A1111Server(), new FalServer(), new ReplicateServer());
            await Task.WhenAll(openAi.Start(), comfy.Start(), a1111.Start(), fal.Start(), replicate.Start());
            var host = await AdapterHost.Run(logs,
            [
                ("Blobs:PublicUrl", front.Url),
                .. AdapterHost.Provider("oai", "OpenAi", new Uri(openAi.Url, "v1"), ("Slots", "40"), ("Types:0", "chatCompletion"), ("Types:1", "imageGen"), ("Models:m-1", "m-1"), ("InputsBy", "Url")),
                .. AdapterHost.Provider("other", "OpenAi", new Uri(openAi.Url, "v1"), ("Models:m-2", "m-2")).Select(setting => setting.Item1 == "Providers:other:Key" ? (setting.Item1, WrongKey) : setting),
                .. AdapterHost.Provider("gpu", "ComfyUi", comfy.Url, ("Slots", "40"), ("Types:0", "imageGen")),
                .. AdapterHost.Provider("webui", "A1111", a1111.Url, ("Slots", "40"), ("Types:0", "imageGen")),
                .. AdapterHost.Provider("queue", "Fal", fal.Url, ("Slots", "40"), ("Models:imageGen/flux2/pro", "fal-ai/flux-2/pro"), ("InputsBy", "Url")),
                .. AdapterHost.Provider("predictions", "Replicate", new Uri(replicate.Url, "v1"), ("Slots", "40"), ("Models:imageGen/seedream", "acme/painter"), ("InputsBy", "Url")),
            ]);
            front.Behind = host.Url;
            var caller = await host.Caller();
            return new Scene(host, caller, await Uploaded(caller), openAi, comfy, a1111, fal, replicate);
        }

        /// <summary>All that the caller reads of this case: the workflow, its explanation, and its picture by the signed URL.</summary>
        public async Task<string> Ended(string adapter, string fault)
        {
            var answer = await caller.Send("POST", $"{Calls.Workflows}?wait=90", Workflow(adapter, $"rings {adapter} {fault}"));
            Assert.True((int)answer.Status == 200, $"{adapter} {fault}: {(int)answer.Status} {answer.Text}");
            var explained = await caller.Send("GET", $"{Calls.Workflows}/{answer.Json.GetProperty("id").GetString()}/explain");
            foreach (var url in BlobUrl().Matches(answer.Text).Select(url => url.Value.Replace("\\u0026", "&", StringComparison.Ordinal)).Distinct())
            {
                await Follow(new Uri(host.Url, new Uri(url).PathAndQuery));
            }

            return answer.Text + explained.Text;
        }

        /// <summary>What operators read of the providers.</summary>
        public async Task<string[]> Operated()
        {
            using var operators = await host.Caller("olga", TokenRole.Operator);
            return [(await operators.Send("GET", "/v2/operator/providers")).Text, (await operators.Send("GET", "/v2/operator/workers")).Text];
        }

        public async ValueTask DisposeAsync()
        {
            caller.Dispose();
            await host.DisposeAsync();
            await Task.WhenAll(Servers.Select(server => server.DisposeAsync().AsTask()));
        }

        private async Task Follow(Uri url)
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            using var redirect = await client.GetAsync(url, BatonHost.Stop);
            Assert.Equal(302, (int)redirect.StatusCode);
            Followed.Add(redirect.Headers.Location!.OriginalString.Split('/')[^1]);
            using var content = await client.GetAsync(new Uri(host.Url, redirect.Headers.Location), BatonHost.Stop);
            Assert.Equal(200, (int)content.StatusCode);
        }

        private string Workflow(string adapter, string prompt) => adapter switch
        {
            "chat" => One("chatCompletion", $$"""{ "model": "m-1", "messages": [{ "role": "user", "content": [{ "type": "image_url", "image_url": { "url": "{{blob}}" } }] }, { "role": "user", "content": "{{prompt}}" }] }"""),
            "other" => One("chatCompletion", $$"""{ "model": "m-2", "messages": [{ "role": "user", "content": "{{prompt}}" }] }"""),
            "fal" => One("imageGen", $$"""{ "engine": "flux2", "model": "pro", "operation": "editImage", "prompt": "{{prompt}}", "images": ["{{blob}}"] }"""),
            "replicate" => One("imageGen", $$"""{ "engine": "seedream", "version": "v4", "prompt": "{{prompt}}", "images": ["{{blob}}"] }"""),
            _ => AdapterInputs.Workflow(adapter, prompt),
        };

        private static string One(string type, string input) => $$"""{ "steps": [{ "$type": "{{type}}", "timeout": "00:05:00", "input": {{input}} }] }""";

        private static async Task<string> Uploaded(HttpClient caller)
        {
            using var content = new ByteArrayContent(AMedia.Png);
            content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            using var uploaded = await caller.PostAsync(new Uri("/v2/consumer/blobs", UriKind.Relative), content, BatonHost.Stop);
            return JsonElement.Parse(await uploaded.Content.ReadAsStringAsync(BatonHost.Stop)).GetProperty("url").GetString()!;
        }
    }

    [GeneratedRegex(@"http://[^""\s]+/v2/consumer/blobs/blob_[^""\s]+")]
    private static partial Regex BlobUrl();
}
