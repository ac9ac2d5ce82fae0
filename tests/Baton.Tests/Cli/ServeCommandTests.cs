using Baton.Commands;
using Xunit;

namespace Baton.Tests.Cli;

[Collection(ServerProcessCollection.Name)]
public sealed class ServeCommandTests(ServerProcess server)
{
    [Fact]
    public void AServer_OnItsFirstStart_SaysWhereItListensAndHowToGetIn()
    {
        var output = server.Output;

        Assert.Contains(output, line => line.StartsWith("reference ", StringComparison.Ordinal) && line.EndsWith("/reference", StringComparison.Ordinal));
        Assert.Contains(output, line => line.StartsWith("token ", StringComparison.Ordinal) && line.EndsWith(server.Token, StringComparison.Ordinal));
        Assert.Contains(output, line => line.EndsWith(Path.Combine("data", "first-token"), StringComparison.Ordinal));
        Assert.Contains(output, line => line.StartsWith("images ", StringComparison.Ordinal));
    }

    [Fact]
    public void TheFirstToken_OnDisk_IsForItsOwnerOnly()
    {
        var mode = File.GetUnixFileMode(Path.Combine(server.Folder.FullName, "data", "first-token"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public async Task TheReferencePage_ThatAServerNames_IsThere()
    {
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri($"{server.Url}/reference"), TestContext.Current.CancellationToken);

        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task ASecondServer_OnTheSameData_IsRefusedInOneLine()
    {
        using var baton = new BatonProgram();

        var result = await baton.Run("serve", "--urls", "http://127.0.0.1:0", "--data", Path.Combine(server.Folder.FullName, "data"));

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.StartsWith("baton: Another Baton server", result.StandardError, StringComparison.Ordinal);
        Assert.Single(result.StandardError.Trim().Split('\n'));
    }

    [Fact]
    public async Task AServer_WhereThePortIsTaken_SaysSoInOneLine()
    {
        using var baton = new BatonProgram();

        var result = await baton.Run("serve", "--urls", server.Url);

        Assert.Equal((ExitCode.Refused, ""), (result.ExitCode, result.StandardOutput));
        Assert.Matches(@"^baton: .* is in use, .*\n$", result.StandardError);
        Assert.Empty(baton.Folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task AToken_MadeBesideARunningServer_WorksAtOnceAndNoMoreWhenRevoked()
    {
        using var baton = new BatonProgram { Url = server.Url };
        var data = Path.Combine(server.Folder.FullName, "data");

        var made = await baton.Run("tokens", "create", "--account", "ann", "--data", data);
        var token = made.StandardOutput.Trim();
        var listed = await baton.Run("list", "--token", token);
        var id = made.StandardError.Split(' ')[0];
        var revoked = await baton.Run("tokens", "revoke", id, "--data", data);

        Assert.Equal((ExitCode.Done, "no workflows\n"), (listed.ExitCode, listed.StandardOutput));
        Assert.Equal(ExitCode.Done, revoked.ExitCode);
    }
}
