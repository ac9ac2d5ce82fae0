using System.Text.Json.Nodes;
using Baton.Commands;
using Xunit;

namespace Baton.Tests.Cli;

public sealed class DoctorTests
{
    [Fact]
    public async Task ADoctor_OnAMachineWithoutTheTools_SaysWhatToInstall()
    {
        using var baton = new BatonProgram { Path = "/nowhere" };

        var result = await baton.Run("doctor", "--urls", "http://127.0.0.1:0");

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        var lines = result.StandardOutput.Split('\n');
        Assert.Contains(lines, line => line.StartsWith("missing  video", StringComparison.Ordinal) && line.Contains("apt-get install ffmpeg", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("missing  speech", StringComparison.Ordinal) && line.Contains("espeak-ng", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("ok       images", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', result.StandardOutput);
    }

    [Fact]
    public async Task ADoctor_OnAFreshFolder_ChangesNothingInIt()
    {
        using var baton = new BatonProgram();

        var result = await baton.Run("doctor", "--urls", "http://127.0.0.1:0");

        Assert.Contains("does not exist yet and can be made", result.StandardOutput, StringComparison.Ordinal);
        Assert.Empty(baton.Folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task ADoctor_WithABrokenStore_SaysThatItDoesNotOpen()
    {
        using var baton = new BatonProgram();
        baton.Write("data/baton.db", "This is no database, however long one looks at it. " + new string('x', 4096));

        var result = await baton.Run("doctor", "--urls", "http://127.0.0.1:0", "--json");

        Assert.Equal(ExitCode.Failed, result.ExitCode);
        var store = Assert.Single(JsonNode.Parse(result.StandardOutput)!.AsArray(), finding => (string?)finding!["subject"] == "store");
        Assert.Equal("missing", (string?)store!["state"]);
    }

    [Fact]
    public async Task ADoctor_WhereThePortIsTaken_SaysHowToTakeAnother()
    {
        using var baton = new BatonProgram();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        var result = await baton.Run("doctor", "--urls", $"http://{taken.LocalEndpoint}");

        Assert.Contains("is in use", result.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:0", result.StandardOutput, StringComparison.Ordinal);
    }
}
