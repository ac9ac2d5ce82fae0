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
    public async Task ADoctor_WithAProviderThatIsAway_SaysWhatBecomesOfItsJobsAndShowsNoKey()
    {
        const string Key = "sk-proj-Qe8vT3zLw9Xn2KdR7uYb5Hs1";
        using var baton = new BatonProgram { More = { ["Providers__desk__Kind"] = "ComfyUi", ["Providers__desk__Url"] = "http://127.0.0.1:9", ["Providers__desk__Key"] = Key } };

        var result = await baton.Run("doctor", "--urls", "http://127.0.0.1:0");

        Assert.Contains(result.StandardOutput.Split('\n'), line => line.StartsWith("notice", StringComparison.Ordinal) && line.Contains("ComfyUi at http://127.0.0.1:9 does not answer; its jobs wait until it does.", StringComparison.Ordinal));
        Assert.DoesNotContain(Key, result.StandardOutput + result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctor", "--urls", "http://127.0.0.1:0")]
    [InlineData("serve", "--urls", "http://127.0.0.1:0")]
    public async Task AProvider_ThatCouldNotWork_StopsTheCommandWithWordsThatNameTheSetting(params string[] command)
    {
        using var baton = new BatonProgram { More = { ["Providers__cloud__Kind"] = "Fal" } };

        var result = await baton.Run(command);

        Assert.NotEqual(ExitCode.Done, result.ExitCode);
        Assert.Contains("Providers__cloud needs a key: set Providers__cloud__Key or Providers__cloud__KeyFile.", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("Providers__cloud__Models names what runs which input", result.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADoctor_WithStandIns_NamesThemAndWhatTheyStandInFor()
    {
        using var baton = new BatonProgram { More = { ["Sandbox__Providers__0"] = "fast engine=flux2,wan latency=200ms" } };

        var result = await baton.Run("doctor", "--urls", "http://127.0.0.1:0");

        Assert.Contains(result.StandardOutput.Split('\n'), line => line.StartsWith("ok", StringComparison.Ordinal) && line.EndsWith("A sandbox: stands in for flux2, wan; what it makes is marked.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ADoctor_WithStandInsButWithoutFfmpeg_SaysThatTheyMakeNoClips()
    {
        using var baton = new BatonProgram { More = { ["Sandbox__Enabled"] = "true", ["Media__Ffmpeg"] = "/nowhere/ffmpeg" } };

        var result = await baton.Run("doctor", "--urls", "http://127.0.0.1:0");

        Assert.Contains(result.StandardOutput.Split('\n'), line => line.StartsWith("ok", StringComparison.Ordinal) && line.Contains("/nowhere/ffmpeg not found: videoGen at the sandbox provider sandbox cannot run.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("serve")]
    public async Task StandIns_ThatCannotBeRead_StopTheCommandWithWordsForEachLine(string command)
    {
        using var baton = new BatonProgram
        {
            More = { ["Sandbox__Providers__0"] = "fast latncy=200ms", ["Sandbox__Providers__1"] = "desk", ["Sandbox__Providers"] = "stray", ["Providers__desk__Kind"] = "ComfyUi" },
        };

        var result = await baton.Run(command, "--urls", "http://127.0.0.1:0");

        Assert.NotEqual(ExitCode.Done, result.ExitCode);
        Assert.Contains("Sandbox__Providers__0: 'latncy' is no setting of a sandbox provider. Known: engine, type,", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("Sandbox__Providers: 'stray' stands where a list should", result.StandardError, StringComparison.Ordinal);
        Assert.Contains("Sandbox__Providers__1: the name 'desk' is another provider's already.", result.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.StandardError, StringComparison.Ordinal);
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
