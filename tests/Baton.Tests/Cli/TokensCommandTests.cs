using System.Text.Json.Nodes;
using Baton.Commands;
using Xunit;

namespace Baton.Tests.Cli;

public sealed class TokensCommandTests : IDisposable
{
    private readonly BatonProgram _baton = new();

    public void Dispose() => _baton.Dispose();

    [Fact]
    public async Task AToken_MadeListedAndRevoked_IsShownAsWhatItIs()
    {
        _baton.Folder.CreateSubdirectory("data");

        var made = await _baton.Run("tokens", "create", "--name", "ci", "--expires", "30d");
        var listed = await Records();
        var id = (string)listed[0]!["id"]!;
        var revoked = await _baton.Run("tokens", "revoke", id);
        var after = await Records();

        Assert.StartsWith("baton_", made.StandardOutput, StringComparison.Ordinal);
        Assert.Single(made.StandardOutput.Trim().Split('\n'));
        Assert.Equal("ci", (string?)Assert.Single(listed)!["name"]);
        Assert.Equal(TimeSpan.FromDays(30), (DateTimeOffset)listed[0]!["expiresAt"]! - (DateTimeOffset)listed[0]!["createdAt"]!);
        Assert.Equal(ExitCode.Done, revoked.ExitCode);
        Assert.NotNull(after[0]!["revokedAt"]);
        Assert.DoesNotContain(made.StandardOutput.Trim(), after.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AToken_ThatDoesNotExist_CannotBeRevoked()
    {
        _baton.Folder.CreateSubdirectory("data");

        var result = await _baton.Run("tokens", "revoke", "tok_nobody");

        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.Contains("tok_nobody", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADataDirectory_ThatDoesNotExist_IsNotMadeByAMistypedPath()
    {
        var result = await _baton.Run("tokens", "list", "--data", "dtaa");

        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.Empty(_baton.Folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task AFolder_OfOtherThings_IsNotTakenForADataDirectory()
    {
        _baton.Write("home/letter.txt", "hello");

        var result = await _baton.Run("tokens", "list", "--data", "home");

        Assert.Equal(ExitCode.Refused, result.ExitCode);
        Assert.Contains("there is no data directory", result.StandardError, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.Combine(_baton.Folder.FullName, "home")));
    }

    private async Task<JsonArray> Records()
    {
        var result = await _baton.Run("tokens", "list", "--json");
        return JsonNode.Parse(result.StandardOutput)!.AsArray();
    }
}
