using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Commands;
using Baton.Tests.Crashes;
using Xunit;

namespace Baton.Tests.Cli;

[Collection(ServerProcessCollection.Name)]
public sealed partial class RunCommandTests(ServerProcess server) : IDisposable
{
    private const string Hello = """
        {
          // Comments and trailing commas are welcome.
          "steps": [
            { "$type": "echo", "name": "hello", "input": { "message": { "$ref": "$arguments", "path": "greeting" } } },
            { "$type": "echo", "name": "again", "input": { "message": { "$ref": "hello", "path": "output.message" } } },
          ],
          "arguments": { "greeting": "good day" },
        }
        """;

    private const string BrokenPicture = """
        { "steps": [ { "$type": "mediaHash", "name": "hash", "input": { "mediaUrl": "data:image/png;base64,iVBORw0KGgoAAAAN", "hashTypes": ["perceptual"] } } ] }
        """;

    private readonly BatonProgram _baton = new() { Url = server.Url, Token = server.Token };

    public void Dispose() => _baton.Dispose();

    [Fact]
    public async Task AWorkflow_RunWhereNobodyLooks_PrintsPlainLinesAndItsResults()
    {
        _baton.Write("hello.json", Hello);

        var result = await _baton.Run("run", "hello.json");

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, result.StandardError));
        Assert.DoesNotContain('\u001b', result.StandardOutput);
        Assert.Matches(@"(?m)^again  echo  succeeded  \d+", result.StandardOutput);
        Assert.Contains("""{"message":"good day"}""", result.StandardOutput, StringComparison.Ordinal);
        Assert.Matches(@"succeeded in \d+", result.StandardOutput);
    }

    [Fact]
    public async Task AnArgument_OnTheCommandLine_ReplacesTheOneInTheFile()
    {
        _baton.Write("hello.json", Hello);

        var result = await _baton.Run("run", "hello.json", "--arg", "greeting=a=b", "--json");

        var workflow = JsonNode.Parse(result.StandardOutput)!["workflow"]!;
        Assert.Equal("succeeded", (string?)workflow["status"]);
        Assert.Equal("a=b", (string?)workflow["steps"]![1]!["output"]!["message"]);
    }

    [Fact]
    public async Task ALocalPicture_MentionedByAWorkflow_IsUploadedAndItsResultDownloaded()
    {
        File.WriteAllBytes(_baton.Write("media/pic.png", ""), Picture());
        _baton.Write("media/flow.json", """
            { "steps": [ { "$type": "convertImage", "name": "small", "input": {
                "image": "file:./pic.png", "transforms": [ { "type": "resize", "targetWidth": 4 } ], "output": { "format": "webp" } } } ] }
            """);

        var result = await _baton.Run("run", "media/flow.json", "--json");

        var answer = JsonNode.Parse(result.StandardOutput)!;
        var path = (string)Assert.Single(answer["files"]!.AsArray())!["path"]!;
        Assert.Equal(Path.Combine(_baton.Folder.FullName, (string)answer["workflow"]!["id"]!, "small.webp"), path);
        Assert.Equal("RIFF"u8, File.ReadAllBytes(path).AsSpan(0, 4));
    }

    [Fact]
    public async Task AFileAsArgument_IsFoundFromWhereItWasTyped()
    {
        File.WriteAllBytes(_baton.Write("pic.png", ""), Picture());
        _baton.Write("flows/flow.json", """
            { "arguments": { "picture": "file:./none.png" },
              "steps": [ { "$type": "mediaHash", "input": { "mediaUrl": { "$ref": "$arguments", "path": "picture" }, "hashTypes": ["perceptual"] } } ] }
            """);

        var result = await _baton.Run("run", "flows/flow.json", "--arg", "picture=@./pic.png");

        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, result.StandardError));
    }

    [Fact]
    public async Task AWorkflow_WhoseStepFails_EndsWithOneAndTheReason()
    {
        _baton.Write("broken.json", BrokenPicture);

        var result = await _baton.Run("run", "broken.json");

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Matches(@"^baton: wf_\w+ failed\n  hash \(mediaHash\): \S+", result.StandardError);
    }

    [Fact]
    public async Task AWorkflow_ThatIsRefused_NamesEachPlaceAsItWasWritten()
    {
        _baton.Write("bad.json", """{ "steps": [ { "$type": "echo", "input": { "message": 5 } }, { "$type": "nothing", "input": {} } ] }""");

        var result = await _baton.Run("run", "bad.json");

        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.Contains("\n  steps[0].input.message: ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("\n  steps[1].$type: ", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongToken_IsSaidInOneLine()
    {
        var result = await _baton.Run("list", "--token", "baton_wrong");

        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.Single(result.StandardError.Trim().Split('\n'));
    }

    [Fact]
    public async Task AnInterrupt_WhileAWorkflowRuns_CancelsItOnTheServer()
    {
        _baton.Write("long.json", Long());
        using var interrupt = new CancellationTokenSource();

        var result = await _baton.RunUntil(interrupt.Token, line => { if (line.StartsWith("workflow ", StringComparison.Ordinal)) { interrupt.Cancel(); } }, "run", "long.json");
        var id = WorkflowId().Match(result.StandardOutput).Value;
        var seen = await _baton.Run("get", id);

        Assert.Equal((ExitCode.Interrupted, $"baton: interrupted: {id} is canceled\n"), (result.ExitCode, result.StandardError));
        Assert.StartsWith($"{id}  canceled", seen.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServer_ThatGoesWhileAWorkflowRuns_IsSaidWithHowToFindTheWorkflowAgain()
    {
        await using var mortal = new KillableServer();
        await mortal.Start(BatonHost.Stop);
        _baton.Write("long.json", Long());
        using var started = new CancellationTokenSource();
        await using var killing = started.Token.Register(() => _ = mortal.Kill(CancellationToken.None));

        var result = await _baton.RunUntil(
            CancellationToken.None,
            line => { if (line.StartsWith("workflow ", StringComparison.Ordinal)) { started.Cancel(); } },
            "run", "long.json", "--url", mortal.BaseAddress.ToString(), "--token", mortal.Token);

        var id = WorkflowId().Match(result.StandardOutput).Value;
        Assert.Equal(ExitCode.Unreachable, result.ExitCode);
        Assert.Contains($"; {id} is kept and goes on with the server, see: baton get {id}\n", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWorkflow_ThatHasRun_IsListedShownAndNotCanceledAnyMore()
    {
        _baton.Write("hello.json", Hello.Replace("\"steps\"", "\"tags\": [\"listed\"], \"steps\"", StringComparison.Ordinal));
        var id = WorkflowId().Match((await _baton.Run("run", "hello.json")).StandardOutput).Value;

        var listed = await _baton.Run("list", "--tag", "listed");
        var shown = await _baton.Run("get", id);
        var canceled = await _baton.Run("cancel", id);

        Assert.Matches($@"(?m)^{id}  succeeded  .*  listed$", listed.StandardOutput);
        Assert.Matches($@"^{id}  succeeded", shown.StandardOutput);
        Assert.Matches(@"(?m)^hello  echo  succeeded", shown.StandardOutput);
        Assert.Equal((ExitCode.Refused, ""), (canceled.ExitCode, canceled.StandardOutput));
        Assert.Contains("has ended", canceled.StandardError, StringComparison.Ordinal);
    }

    /// <summary>More than a machine speaks in a minute.</summary>
    private static string Long()
    {
        var text = string.Join(' ', Enumerable.Repeat("and so on", 1_000));
        var steps = Enumerable.Range(0, 40).Select(_ => $$"""{ "$type": "textToSpeech", "input": { "engine": "custom", "text": "{{text}}" } }""");
        return $$"""{ "steps": [ {{string.Join(", ", steps)}} ] }""";
    }

    /// <summary>Eight by eight pixels.</summary>
    private static byte[] Picture()
    {
        using var picture = NetVips.Image.Black(8, 8, bands: 3);
        return picture.PngsaveBuffer();
    }

    [GeneratedRegex(@"wf_\w+")]
    private static partial Regex WorkflowId();
}
