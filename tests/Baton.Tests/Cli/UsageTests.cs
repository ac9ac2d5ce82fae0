using Baton.Commands;
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
