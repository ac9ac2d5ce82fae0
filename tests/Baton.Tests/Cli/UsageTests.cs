using Baton.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Baton.Tests.Cli;

public sealed class UsageTests : IDisposable
{
    private readonly BatonProgram _baton = new() { Token = "baton_any", Url = "http://127.0.0.1:9" };

    public void Dispose() => _baton.Dispose();

    [Theory]
    [InlineData("frob")]
    [InlineData("run")]
    [InlineData("run a.json --arg novalue")]
    [InlineData("list --take many")]
    [InlineData("tokens create --expires soon")]
    [InlineData("callbacks secrets create --retire-others soon")]
    [InlineData("tokens create --account a/b")]
    [InlineData("get wf_1 --url ftp://nowhere")]
    [InlineData("run missing.json")]
    public async Task ACommandLine_ThatIsWrong_IsRefusedInALineOrTwo(string arguments)
    {
        var result = await _baton.Run(arguments.Split(' '));

        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.Empty(result.StandardOutput);
        Assert.StartsWith("baton: ", result.StandardError, StringComparison.Ordinal);
        Assert.InRange(result.StandardError.Trim().Split('\n').Length, 1, 3);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("get", "")]
    [InlineData("cancel", "a b")]
    [InlineData("explain", "wf_1\nwf_2")]
    [InlineData("list", "--token", "two\nlines")]
    [InlineData("serve", "--urls", "nonsense")]
    [InlineData("serve", "--urls", "https://127.0.0.1:0")]
    [InlineData("serve", "--urls", "http://127.0.0.1:99999")]
    [InlineData("doctor", "--urls", "nonsense")]
    public async Task AnArgument_ThatCannotBe_IsRefusedBeforeAnythingIsAsked(params string[] arguments)
    {
        var result = await _baton.Run(arguments);

        Assert.Equal((ExitCode.Refused, ""), (result.ExitCode, result.StandardOutput));
        Assert.Matches("^baton: [^\n]+\n(  See: [^\n]+\n)?$", result.StandardError);
        Assert.DoesNotContain("unexpected", result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Requests__WaitMax", "00:10:00", "Requests__WaitMax must be between 00:00:01 and 00:01:35")]
    [InlineData("Requests__WaitMax", "soon", "'soon' at 'Requests:WaitMax'")]
    [InlineData("Blobs__PublicUrl", "here", "Blobs__PublicUrl is not a valid")]
    [InlineData("Tiers__Accounts__ann", "gold", "there is no tier 'gold'")]
    [InlineData("Tiers__Definitions__standard__Burst", "0", "Tiers__Definitions__standard__Burst must be between 1 and 10000000")]
    public async Task ASetting_ThatIsWrong_StopsTheServerAndIsNamed(string variable, string value, string words)
    {
        using var baton = new BatonProgram { More = { [variable] = value } };

        var result = await baton.Run("serve", "--urls", "http://127.0.0.1:0");

        Assert.Equal((ExitCode.Refused, ""), (result.ExitCode, result.StandardOutput));
        Assert.StartsWith("baton: the configuration is wrong\n  ", result.StandardError, StringComparison.Ordinal);
        Assert.Contains(words, Assert.Single(result.StandardError.Trim().Split('\n').Skip(1)), StringComparison.Ordinal);
        Assert.Empty(baton.Folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task SeveralSettings_ThatAreWrong_AreAllNamed()
    {
        using var baton = new BatonProgram { More = { ["Requests__WaitMax"] = "1.00:00:00", ["Media__VideoSlots"] = "0" } };

        var result = await baton.Run("serve", "--urls", "http://127.0.0.1:0");

        Assert.Equal(["baton: the configuration is wrong", "Media__VideoSlots", "Requests__WaitMax"], result.StandardError.Trim().Split('\n').Select(line => line.Trim().Split(" must")[0]));
    }

    [Fact]
    public async Task ADataDirectory_ThatIsAFile_IsRefusedAndFoundByTheDoctor()
    {
        var file = _baton.Write("data.txt", "not a directory");

        var served = await _baton.Run("serve", "--urls", "http://127.0.0.1:0", "--data", file);
        var examined = await _baton.Run("doctor", "--urls", "http://127.0.0.1:0", "--data", file);

        Assert.Equal((ExitCode.Failed, ""), (served.ExitCode, served.StandardOutput));
        Assert.Matches("^baton: The data directory \\S+ cannot be made: [^\n]+\n$", served.StandardError);
        Assert.Equal(ExitCode.Failed, examined.ExitCode);
        Assert.Contains($"{file} is a file, not a directory", examined.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServer_ThatIsSomethingElse_IsSaidInOneLine()
    {
        await using var other = WebApplication.CreateSlimBuilder().Build();
        other.Urls.Add("http://127.0.0.1:0");
        other.MapGet("{**path}", () => TypedResults.Content("<html>A page.</html>", "text/html"));
        await other.StartAsync(TestContext.Current.CancellationToken);

        var result = await _baton.Run("list", "--url", other.Urls.First());

        Assert.Equal((ExitCode.Unreachable, ""), (result.ExitCode, result.StandardOutput));
        Assert.Matches("^baton: [^\n]+ is no Baton server[^\n]+\n$", result.StandardError);
    }

    [Fact]
    public async Task AnInterrupt_WhileACommandWaits_EndsItInOneLine()
    {
        using var asked = new CancellationTokenSource();
        await using var slow = WebApplication.CreateSlimBuilder().Build();
        slow.Urls.Add("http://127.0.0.1:0");
        slow.MapGet("{**path}", async (CancellationToken hangUp) =>
        {
            await asked.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, hangUp);
        });
        await slow.StartAsync(TestContext.Current.CancellationToken);

        var result = await _baton.RunUntil(asked.Token, _ => { }, "get", "wf_1", "--wait", "60", "--url", slow.Urls.First());

        Assert.Equal((ExitCode.Interrupted, "", "baton: interrupted\n"), (result.ExitCode, result.StandardOutput, result.StandardError));
    }

    [Fact]
    public async Task AServer_ThatIsNotThere_IsSaidWithHowToStartOne()
    {
        var result = await _baton.Run("list");

        Assert.Equal(ExitCode.Unreachable, result.ExitCode);
        Assert.Contains("baton serve", result.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoArguments_AtAll_PrintTheCommands()
    {
        var result = await _baton.Run();

        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.All(["run", "get", "list", "cancel", "callbacks", "tokens", "doctor"], word => Assert.Contains($"  {word} ", result.StandardOutput, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AWorkflowFile_ThatIsNotJson_IsNamedWithLineAndColumn()
    {
        _baton.Write("broken.json", "{ // a comment\n  \"steps\": [,] }");

        var result = await _baton.Run("run", "broken.json");

        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.Equal("baton: broken.json is not JSON, line 2, column 13\n", result.StandardError);
    }

    [Fact]
    public async Task AFile_ThatAWorkflowMentionsAndIsMissing_IsNamedWithItsPlace()
    {
        _baton.Write("flow.json", """{ "steps": [ { "$type": "mediaHash", "input": { "mediaUrl": "file:./gone.png" } } ] }""");

        var result = await _baton.Run("run", "flow.json");

        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.StartsWith("baton: steps[0].input.mediaUrl: there is no file ", result.StandardError, StringComparison.Ordinal);
    }
}
