using System.Text;
using System.Text.Json;
using Baton.Tests.Providers.Adapters;
using Xunit;

namespace Baton.Tests.Chat;

/// <summary>The chat endpoint in OpenAI's spelling, and what chat steps say while they say it.</summary>
public sealed class ChatTests : IAsyncLifetime
{
    private readonly OpenAiServer _server = new();
    private AdapterHost _host = null!;
    private HttpClient _caller = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.Start();
        _host = await AdapterHost.Run([.. AdapterHost.Provider("oai", "OpenAi", new Uri(_server.Url, "v1")), ("Chat:WaitMax", "00:00:30")]);
        _caller = await _host.Caller();
    }

    public async ValueTask DisposeAsync()
    {
        _server.Release.TrySetResult();
        _caller.Dispose();
        await _host.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Completion_OfAPlainCall_HasOpenAisShape()
    {
        var answer = await Ask("say fine", more: """, "max_tokens": 20, "temperature": 0.5 """);

        Assert.True((int)answer.Status == 200, answer.Text);
        Assert.Equal("chat.completion", answer.Json.GetProperty("object").GetString());
        var choice = answer.Json.GetProperty("choices")[0];
        Assert.Equal(("Rings on the water.", "assistant", "stop"), (choice.GetProperty("message").GetProperty("content").GetString(), choice.GetProperty("message").GetProperty("role").GetString(), choice.GetProperty("finish_reason").GetString()));
        Assert.Equal((7, 4, 11), (Tokens(answer, "prompt_tokens"), Tokens(answer, "completion_tokens"), Tokens(answer, "total_tokens")));
        Assert.StartsWith("wf_", answer.Headers["X-Workflow-Id"], StringComparison.Ordinal);
        Assert.Equal(20, JsonElement.Parse(Assert.Single(_server.Received).Body).GetProperty("max_tokens").GetInt32());
    }

    [Fact]
    public async Task Stream_OfACall_ComesAsEventsThatEndInDone()
    {
        var answer = await Ask("say fine", more: """, "stream": true, "stream_options": { "include_usage": true } """);

        Assert.Equal("text/event-stream", answer.ContentType);
        var events = answer.Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(events, one => Assert.StartsWith("data: ", one, StringComparison.Ordinal));
        Assert.Equal("data: [DONE]", events[^1]);
        var chunks = events[..^1].Select(one => JsonElement.Parse(one["data: ".Length..])).ToList();
        Assert.Equal("Rings on the water.", string.Concat(chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray()).Select(choice => choice.GetProperty("delta").GetProperty("content").GetString())));
        Assert.Equal(11, chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Stream_ThatBreaksOffInTheMidst_EndsInAnErrorAndNotInDone()
    {
        var answer = await Ask("say half", more: """, "stream": true """);

        Assert.EndsWith("\"param\":null}}", answer.Text.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("broke off", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unsafe", 422, "recipe-blocked", "invalid_request_error")]
    [InlineData("refused", 503, "no-provider-available", "server_error")]
    [InlineData("key", 502, "recipe-failed", "server_error")]
    public async Task Failure_OfACall_IsAProblemThatOpenAisClientsRead(string fault, int status, string code, string type)
    {
        foreach (var more in (string[])["", """, "stream": true """])
        {
            var answer = await Ask($"say {fault}", more);

            answer.IsProblem(status, code);
            var error = answer.Json.GetProperty("error");
            Assert.Equal((type, code), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
            Assert.NotEmpty(error.GetProperty("message").GetString()!);
        }
    }

    [Fact]
    public async Task Call_WithoutAToken_IsAnErrorThatOpenAisClientsRead()
    {
        using var anonymous = new HttpClient { BaseAddress = _host.Url };

        var answer = await anonymous.Send("POST", "/v1/chat/completions", Body("say fine", ""));

        answer.IsProblem(401, "unauthorized");
        Assert.Equal("authentication_error", answer.Json.GetProperty("error").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "stream": true """)]
    public async Task Call_WhoseProviderIsSlow_IsA504AndItsWorkIsStopped(string more)
    {
        await using var host = await AdapterHost.Run([.. AdapterHost.Provider("oai", "OpenAi", new Uri(_server.Url, "v1"), ("Slots", "1")), ("Chat:WaitMax", "00:00:01")]);
        using var caller = await host.Caller();
        using var content = new StringContent(Body("first hang", """, "stream": true """), Encoding.UTF8, "application/json");
        using var other = await caller.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = content }, HttpCompletionOption.ResponseHeadersRead, BatonHost.Stop);

        // The one slot is taken by a call that has begun to answer, so this one never begins.
        var answer = await caller.Send("POST", "/v1/chat/completions", Body("second fine", more));

        answer.IsProblem(504, "recipe-timed-out");
        Assert.Equal("canceled", (await caller.Workflow(answer.Json.GetProperty("workflowId").GetString()!)).GetProperty("status").GetString());
        Assert.Equal(0, _server.Made("second fine"));
    }

    [Fact]
    public async Task Call_WhoseCallerHangsUp_IsStoppedAtTheProvider()
    {
        using var gone = new CancellationTokenSource();
        using var content = new StringContent(Body("left hang", ""), Encoding.UTF8, "application/json");
        var asking = _caller.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, gone.Token);
        await _server.Hanging.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, BatonHost.Stop);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        for (var left = 1200; !_server.Stopped.Contains("left hang"); left--)
        {
            Assert.True(left > 0, "The provider still works on it after a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, BatonHost.Stop);
        }
    }

    [Fact]
    public async Task Step_ThatAsksForAStream_IsReadLineByLineWhileItRuns()
    {
        var id = await _caller.Submitted(AdapterInputs.Workflow("chat", "say hang", """{ "stream": true }"""), "");
        var url = (await _caller.Workflow(id)).GetProperty("steps")[0].GetProperty("metadata").GetProperty("streamUrl").GetString()!;
        using var anonymous = new HttpClient();
        using var response = await anonymous.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, BatonHost.Stop);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(BatonHost.Stop));

        var first = await lines.ReadLineAsync(BatonHost.Stop);
        _server.Release.SetResult();
        var rest = await lines.ReadToEndAsync(BatonHost.Stop);

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Rings ", JsonElement.Parse(first!).GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString());
        Assert.Equal(4, rest.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(first + "\n" + rest, await anonymous.GetStringAsync(new Uri(url), BatonHost.Stop));
        using var forged = await anonymous.GetAsync(new Uri(url[..^3] + "AAA"), BatonHost.Stop);
        Assert.Equal(404, (int)forged.StatusCode);
    }

    private static int Tokens(Answer answer, string name) => answer.Json.GetProperty("usage").GetProperty(name).GetInt32();

    private static string Body(string prompt, string more) => $$"""{ "model": "m-1", "messages": [{ "role": "user", "content": {{JsonSerializer.Serialize(prompt)}} }]{{more}} }""";

    private Task<Answer> Ask(string prompt, string more) => _caller.Send("POST", "/v1/chat/completions", Body(prompt, more));
}
