using System.Text;
using System.Text.RegularExpressions;
using Baton.Tests.Cli;
using CliWrap;
using CliWrap.Buffered;
using Xunit;

namespace Baton.Tests.Docs;

/// <summary>The command that the README begins with, on the built program.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task TheDemo_Run_LeavesItsResultsAndNothingElse()
    {
        var folder = Directory.CreateTempSubdirectory("baton-demo-");
        File.Copy(Path.Combine(Checkout.Root, "demo"), Path.Combine(folder.FullName, "demo"));
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "baton"), BatonProgram.Executable);
        foreach (var name in (string[])["samples", "scripts"])
        {
            Directory.CreateSymbolicLink(Path.Combine(folder.FullName, name), Path.Combine(Checkout.Root, name));
        }

        var result = await CliWrap.Cli.Wrap(Path.Combine(folder.FullName, "demo"))
            .WithEnvironmentVariables(variables => variables.Set("TMPDIR", folder.FullName).Set("DOTNET_ROOT", BatonProgram.DotnetRoot()))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
        var results = Directory.GetFiles(Path.Combine(folder.FullName, "demo-results"));
        Assert.NotEmpty(results);
        Assert.All(results, file => Assert.Matches(new Regex(HeadOf(Path.GetExtension(file)), RegexOptions.Singleline), Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.All(results, file => Assert.Contains(Path.GetFileName(file), result.StandardOutput, StringComparison.Ordinal));
        Assert.Equal(["baton", "demo", "demo-results", "samples", "scripts"], folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Commands(), command => command.Contains(folder.FullName, StringComparison.Ordinal));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task TheDemo_OnAFileThatIsNotThere_SaysSoBeforeAnythingElse()
    {
        var result = await CliWrap.Cli.Wrap(Path.Combine(Checkout.Root, "demo"))
            .WithArguments("nope.png")
            .WithWorkingDirectory(Path.GetTempPath())
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, "", "There is no file nope.png. Usage: ./demo [PICTURE | VIDEO]\n"), (result.ExitCode, result.StandardOutput, result.StandardError));
    }

    /// <summary>How a file of this name begins.</summary>
    private static string HeadOf(string extension) => extension switch
    {
        ".jpg" => "^\u00FF\u00D8\u00FF",
        ".png" => "^\u0089PNG\r\n",
        ".gif" => "^GIF89a",
        ".webp" => "^RIFF....WEBP",
        ".mp4" => "^....ftyp",
        ".mp3" => "^ID3",
        ".zip" => "^PK\u0003\u0004",
        _ => "^(nothing begins so)$",
    };

    /// <summary>The command lines of all processes.</summary>
    private static IEnumerable<string> Commands()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            string command;
            try
            {
                command = File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (IOException)
            {
                continue; // It has ended meanwhile.
            }

            yield return command;
        }
    }
}
