using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Baton.Tests.Problems;

/// <summary>Every operation against every way to get it wrong.</summary>
public sealed class BadRequestTests(BatonHost host)
{
    private const string Json = "application/json";
    private const string Patch = "application/json-patch+json";
    private const string Any = Calls.Workflows + "/" + Calls.NoId;

    [Theory]
    [InlineData("POST", Calls.Workflows, Json)]
    [InlineData("PUT", Any, Json)]
    [InlineData("PATCH", Any, Patch)]
    [InlineData("POST", Any + "/tags", Json)]
    [InlineData("PUT", Any + "/steps/0", Json)]
    [InlineData("PATCH", Any + "/steps/0", Patch)]
    [InlineData("POST", "/v2/consumer/recipes/echo", Json)]
    public async Task Body_ThatCannotBeRead_IsAProblem(string method, string path, string contentType)
    {
        using var caller = await host.Caller("ann");

        (await caller.Send(method, path, "", contentType)).IsProblem(400, "malformed-json").Names("$");
        (await caller.Send(method, path, """{ "steps": [ { "a": 1, }""", contentType)).IsProblem(400, "malformed-json").Names("steps[0].a");
        (await caller.Send(method, path, new string('[', 100), contentType)).IsProblem(400, "malformed-json");
        (await caller.Send(method, path, "{}", "text/plain")).IsProblem(415, "unsupported-media-type");
        (await caller.Send(method, path, "{}", "")).IsProblem(415, "unsupported-media-type");
    }

    [Fact]
    public async Task Json_CutOff_IsNamedByLineAndByte()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows, "{\n  \"steps\": [\n    { \"name\": \"a\", \"input\": tru }");

        answer.IsProblem(400, "malformed-json").Names("steps[0].input");
        Assert.StartsWith("Line 3, byte ", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_ThatIsNotUtf8_IsAProblem()
    {
        using var caller = await host.Caller("ann");
        using var content = new ByteArrayContent([.. "{\"steps\":[{\"$type\":\"echo\",\"input\":{\"message\":\""u8, 0xC3, 0x28, .. "\"}}]}"u8]);
        content.Headers.ContentType = new("application/json");

        using var response = await caller.PostAsync(Calls.Workflows, content, BatonHost.Stop);

        var text = await response.Content.ReadAsStringAsync(BatonHost.Stop);
        new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, new Dictionary<string, string>())
            .IsProblem(400, "malformed-json").Names("steps[0].input.message");
    }

    [Theory]
    [InlineData("POST", Calls.Workflows, Json, """{"steps":[{"$type":"echo","input":{"message":"a\ud800"}}]}""", "steps[0].input.message")]
    [InlineData("POST", Calls.Workflows, Json, """{"steps":[],"tags":["a","\udc00\ud800"]}""", "tags[1]")]
    [InlineData("POST", Calls.Workflows, Json, """{"metadata":{"\uD800\\udc00":1}}""", "metadata")]
    [InlineData("POST", Calls.Workflows, Json, """{"steps":[],"\ud800":tru}""", "$")]
    [InlineData("PUT", Any, Json, """{"metadata":{"a":"\ud83d"}}""", "metadata.a")]
    [InlineData("PATCH", Any, Patch, """[{"op":"add","path":"/metadata/\ud800","value":1}]""", "[0].path")]
    [InlineData("POST", Any + "/tags", Json, "\"\\ud800\"", "$")]
    [InlineData("PUT", Any + "/steps/0", Json, """{"metadata":{"a":"\ud800"}}""", "metadata.a")]
    [InlineData("PATCH", Any + "/steps/0", Patch, """[{"op":"add","path":"/a","value":"\ud800"}]""", "[0].value")]
    [InlineData("POST", "/v2/consumer/recipes/echo", Json, """{"message":"\ud800 "}""", "message")]
    public async Task HalfASurrogatePair_Anywhere_IsAProblem(string method, string path, string contentType, string body, string place)
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send(method, path, body, contentType);

        answer.IsProblem(400, "malformed-json").Names(place);
        Assert.Contains("surrogate", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"\ud83d\ude00", "😀")]
    [InlineData(@"\\ud800", @"\ud800")]
    [InlineData(@"\u0000", "\0")]
    public async Task Escape_OfACharacter_IsTaken(string escaped, string meant)
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", "/v2/consumer/recipes/echo", $$"""{"message":"{{escaped}}"}""");

        Assert.Equal(meant, answer.Json.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/json")]
    [InlineData("application/vnd.acme.flow+json")]
    [InlineData("APPLICATION/JSON")]
    public async Task Body_OfAnyJsonMediaType_IsTaken(string contentType)
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows + "?whatif=true", Calls.Echo(), contentType);

        Assert.Equal(200, (int)answer.Status);
    }

    [Theory]
    [InlineData("wait", "-1")]
    [InlineData("wait", "1.5")]
    [InlineData("wait", "true")]
    [InlineData("wait", "")]
    [InlineData("whatif", "yes")]
    [InlineData("hideMatureContent", "1")]
    public async Task Submit_WithABadParameter_NamesIt(string name, string value)
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", $"{Calls.Workflows}?{name}={value}", Calls.Echo());

        answer.IsProblem(400, "validation").Names(name);
        Assert.Contains($"'{value}'", answer.Json.GetProperty("errors").GetProperty(name)[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("take", "0")]
    [InlineData("take", "1001")]
    [InlineData("take", "all")]
    [InlineData("cursor", "bm90IGEgY3Vyc29y")]
    [InlineData("cursor", "%00")]
    [InlineData("fromDate", "yesterday")]
    [InlineData("toDate", "2026-02-30")]
    [InlineData("ascending", "asc")]
    [InlineData("excludeFailed", "2")]
    [InlineData("query", "")]
    public async Task Listing_WithABadParameter_NamesIt(string name, string value)
    {
        using var caller = await host.Caller("ann");

        (await caller.Send("GET", $"{Calls.Workflows}?{name}={value}")).IsProblem(400, "validation").Names(name);
    }

    [Theory]
    [InlineData("GET", "?wait=x", "wait")]
    [InlineData("GET", "?until=forever", "until")]
    [InlineData("GET", "?until=1", "until")]
    [InlineData("GET", "?wait=1&wait=2", "wait")]
    public async Task Get_WithABadParameter_NamesIt(string method, string query, string name)
    {
        using var caller = await host.Caller("ann");

        (await caller.Send(method, Any + query)).IsProblem(400, "validation").Names(name);
    }

    [Theory]
    [InlineData("""{ "steps": [{ "$type": "nothing", "input": {} }] }""", "steps[0].$type")]
    [InlineData("""{ "steps": [{ "$type": "echo", "input": { "message": 1 } }] }""", "steps[0].input.message")]
    [InlineData("""{ "steps": [{ "$type": "echo", "input": { "message": { "$ref": "b", "path": "output.message" } } }] }""", "steps[0].input.message.$ref")]
    [InlineData("""{ "steps": [{ "$type": "echo", "input": { "message": "x" } }], "ephemeral": true }""", "ephemeral")]
    public async Task Workflow_ThatIsWrong_NamesThePlace(string body, string path)
    {
        using var caller = await host.Caller("ann");

        (await caller.Send("POST", Calls.Workflows, body)).IsProblem(400, "validation").Names(path);
    }

    [Fact]
    public async Task Text_OfTenMegabytes_NamesThePlace()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows, Calls.Echo(new string('x', 10 * 1024 * 1024)));

        answer.IsProblem(400, "validation").Names("steps[0].input.message");
        Assert.True(answer.Text.Length < 10_000);
    }

    [Fact]
    public async Task Workflow_OfTenThousandSteps_NamesThePlace()
    {
        using var caller = await host.Caller("ann");
        var steps = string.Join(",", Enumerable.Repeat("""{"$type":"echo","input":{"message":1}}""", 10_000));

        var answer = await caller.Send("POST", Calls.Workflows, $$"""{"steps":[{{steps}}]}""");

        answer.IsProblem(400, "validation").Names("steps");
        Assert.True(answer.Text.Length < 100_000);
    }

    [Fact]
    public async Task Body_BeyondTheLimit_IsTooLarge()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows, Calls.Echo(new string('x', 33 * 1024 * 1024)), headers: ("Expect", "100-continue"));

        answer.IsProblem(413, "body-too-large");
    }

    [Fact]
    public async Task Body_ThatBreaksHttp_IsAProblem()
    {
        using var caller = await host.Caller("ann");

        var answer = await Raw(caller, "Transfer-Encoding: chunked", "not a chunk\r\n", thenHangUp: false);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("\"bad-request\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_ThatEndsEarly_HarmsNobodyElse()
    {
        using var caller = await host.Caller("cut off");

        // The server may answer or cut the connection; which of the two depends on what it notices first.
        var answer = await Record.ExceptionAsync(() => Raw(caller, "Content-Length: 1000", "{ \"steps\": [", thenHangUp: true));

        Assert.True(answer is null or IOException, answer?.ToString());
        var listing = await caller.Send("GET", Calls.Workflows);
        Assert.Equal(0, listing.Json.GetProperty("items").GetArrayLength());
    }

    /// <summary>Sends bytes that no client would, and returns what comes back until the server closes the connection.</summary>
    private async Task<string> Raw(HttpClient caller, string header, string body, bool thenHangUp)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(host.BaseAddress.Host, host.BaseAddress.Port, BatonHost.Stop);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Calls.Workflows} HTTP/1.1\r\nHost: x\r\nAuthorization: {caller.DefaultRequestHeaders.Authorization}\r\nContent-Type: application/json\r\n{header}\r\n\r\n{body}"), BatonHost.Stop);
        if (thenHangUp)
        {
            client.Client.Shutdown(SocketShutdown.Send);
        }

        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(BatonHost.Stop);
    }

    [Theory]
    [InlineData("GET", "", null, Json)]
    [InlineData("GET", "?wait=1", null, Json)]
    [InlineData("PUT", "", "{}", Json)]
    [InlineData("PATCH", "", "[]", Patch)]
    [InlineData("DELETE", "", null, Json)]
    [InlineData("POST", "/tags", "\"a\"", Json)]
    [InlineData("DELETE", "/tags", null, Json)]
    [InlineData("DELETE", "/tags/a", null, Json)]
    [InlineData("GET", "/steps/0", null, Json)]
    [InlineData("PUT", "/steps/0", "{}", Json)]
    [InlineData("PATCH", "/steps/0", "[]", Patch)]
    public async Task Workflow_OfAnotherAccount_IsAnsweredAsOneThatDoesNotExist(string method, string tail, string? body, string contentType)
    {
        using var ann = await host.Caller("ann");
        using var eve = await host.Caller("eve");
        var id = await ann.Submitted(Calls.Echo());

        var foreign = await eve.Send(method, $"{Calls.Workflows}/{id}{tail}", body, contentType);
        var unknown = await eve.Send(method, Any + tail, body, contentType);
        var malformed = await eve.Send(method, $"{Calls.Workflows}/nonsense{tail}", body, contentType);

        foreign.IsProblem(404, "workflow-not-found");
        Assert.Equal(Same(unknown, Calls.NoId), Same(foreign, id));
        Assert.Equal(Same(malformed, "nonsense"), Same(foreign, id));
    }

    private static string Same(Answer answer, string id) =>
        answer.Text.Replace(id, "ID", StringComparison.Ordinal).Replace(answer.Json.GetProperty("traceId").GetString()!, "TRACE", StringComparison.Ordinal);

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("%2e%2E")]
    [InlineData(".%2e")]
    public async Task Path_WithADotSegment_IsRefusedAndTouchesNothing(string tag)
    {
        using var caller = await host.Caller("dots");
        var id = await caller.Submitted(Calls.Echo());
        using var raw = new TcpClient();
        await raw.ConnectAsync(host.BaseAddress.Host, host.BaseAddress.Port, BatonHost.Stop);
        await using var stream = raw.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"DELETE {Calls.Workflows}/{id}/tags/{tag} HTTP/1.1\r\nHost: x\r\nAuthorization: {caller.DefaultRequestHeaders.Authorization}\r\nConnection: close\r\n\r\n"), BatonHost.Stop);
        using var answer = new StreamReader(stream);
        var text = await answer.ReadToEndAsync(BatonHost.Stop);

        Assert.StartsWith("HTTP/1.1 400", text, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"bad-request\"", text, StringComparison.Ordinal);
        Assert.Equal("succeeded", (await caller.Workflow(id)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(9_000, 0, 0, 414, "uri-too-long")]
    [InlineData(0, 33_000, 0, 431, "headers-too-large")]
    [InlineData(0, 0, 101, 431, "headers-too-large")]
    public async Task Request_WithALongHead_IsAProblem(int addressLength, int headerLength, int headers, int status, string code)
    {
        using var caller = await host.Caller("ann");
        (string, string)[] many = [("X-Long", new string('x', headerLength)), .. Enumerable.Range(0, headers).Select(i => ($"X-{i}", "1"))];

        var answer = await caller.Send("GET", $"{Calls.Workflows}?query={new string('x', addressLength)}", headers: many);

        answer.IsProblem(status, code);
    }

    [Fact]
    public async Task Request_WithALongHeadWithinTheLimits_IsTaken()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("GET", $"{Calls.Workflows}?unknown={new string('x', 8_000)}", headers: ("X-Long", new string('x', 32_000)));

        Assert.Equal(200, (int)answer.Status);
    }

    [Fact]
    public async Task Body_InAnotherCharset_IsAProblem()
    {
        using var caller = await host.Caller("ann");

        (await caller.Send("POST", Calls.Workflows, Calls.Echo(), "application/json; charset=utf-16")).IsProblem(415, "unsupported-media-type");
    }

    [Fact]
    public async Task Body_WithAByteOrderMark_IsRead()
    {
        using var caller = await host.Caller("ann");

        var answer = await caller.Send("POST", Calls.Workflows + "?wait=30", "\uFEFF" + Calls.Echo(), "application/json; charset=utf-8");

        Assert.Equal("succeeded", answer.Json.GetProperty("status").GetString());
    }
}
