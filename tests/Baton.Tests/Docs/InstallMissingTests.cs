using CliWrap;
using CliWrap.Buffered;
using Xunit;

namespace Baton.Tests.Docs;

/// <summary>The script that ./demo and ./test begin with, on a machine whose package manager only writes down what it is told.</summary>
public sealed class InstallMissingTests : IDisposable
{
    private readonly DirectoryInfo _path = Directory.CreateTempSubdirectory("baton-install-");

    public InstallMissingTests()
    {
        foreach (var tool in (string[])["bash", "env"])
        {
            File.CreateSymbolicLink(Path.Combine(_path.FullName, tool), $"/usr/bin/{tool}");
        }

        Command("sudo", "exec \"$@\"");
        Command("apt-cache", "[[ $2 != unknown-* ]]");
        Command("apt-get", $"echo \"$*\" >>'{Log}'");
    }

    private string Log => Path.Combine(_path.FullName, "log");

    private string[] Told => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    public void Dispose() => _path.Delete(recursive: true);

    [Fact]
    public async Task Commands_ThatAreThere_AreNotInstalled()
    {
        var result = await Run("bash:bash", "env:coreutils");

        Assert.Equal((0, "", ""), (result.ExitCode, result.StandardOutput, result.StandardError));
        Assert.Empty(Told);
    }

    [Fact]
    public async Task Commands_OfOnePackage_InstallItOnceAndNothingElse()
    {
        var result = await Run("ffmpeg:ffmpeg", "ffprobe:ffmpeg", "bash:bash", "espeak-ng:espeak-ng");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["update -qq", "install -y -qq --no-install-recommends ffmpeg espeak-ng"], Told);
    }

    [Fact]
    public async Task APackage_ThatNoSourceHas_IsNamedWhenTheOthersAreInstalled()
    {
        var result = await Run("dotnet:unknown-sdk", "ffmpeg:ffmpeg");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("install -y -qq --no-install-recommends ffmpeg", Told[^1]);
        Assert.StartsWith("Missing: unknown-sdk. No package source", result.StandardError.Trim().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task APackageManager_ThatFails_IsSaid()
    {
        Command("apt-get", "echo 'no network' >&2; exit 100");

        var result = await Run("ffmpeg:ffmpeg");

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("Missing: ffmpeg. apt-get update failed, see above.\n", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASystem_WithoutApt_IsToldWhatToInstallItself()
    {
        File.Delete(Path.Combine(_path.FullName, "apt-get"));

        var result = await Run("ffmpeg:ffmpeg");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("Missing: ffmpeg. This system has no apt-get", result.StandardError, StringComparison.Ordinal);
    }

    private async Task<BufferedCommandResult> Run(params string[] needs) => await CliWrap.Cli.Wrap(Path.Combine(Checkout.Root, "scripts", "install-missing"))
        .WithArguments(needs)
        .WithEnvironmentVariables(variables => variables.Set("PATH", _path.FullName))
        .WithValidation(CommandResultValidation.None)
        .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    private void Command(string name, string script)
    {
        var path = Path.Combine(_path.FullName, name);
        File.WriteAllText(path, $"#!/bin/bash\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
