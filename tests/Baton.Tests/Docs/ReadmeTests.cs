using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Tests.Cli;
using CliWrap.Buffered;
using Xunit;

namespace Baton.Tests.Docs;

/// <summary>Does what the README and the samples tell a visitor to do, against a real server.</summary>
[Collection(ServerProcessCollection.Name)]
public sealed partial class ReadmeTests(ServerProcess server)
{
    private static string Root => Checkout.Root;

    [Fact]
    public async Task TheCurl_OfTheReadme_RunsItsWorkflow()
    {
        var command = Shell().Match(File.ReadAllText(Path.Combine(Root, "README.md"))).Groups["code"].Value;

        var result = await CliWrap.Cli.Wrap("bash")
            .WithArguments(["-c", command.Replace("http://127.0.0.1:8080", server.Url, StringComparison.Ordinal).Replace("curl ", "curl -sS ", StringComparison.Ordinal)])
            .WithWorkingDirectory(server.Folder.FullName)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Equal("succeeded", (string?)JsonNode.Parse(result.StandardOutput)!["status"]);
    }

    [Fact]
    public async Task TheHelloSample_Run_SaysHelloTwice()
    {
        using var baton = new BatonProgram { Url = server.Url, Token = server.Token };

        var result = await baton.Run("run", Path.Combine(Root, "samples", "hello", "workflow.json"));

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        Assert.Equal(2, Regex.Count(result.StandardOutput, "Hello from Baton"));
    }

    [Fact]
    public async Task ThePictureTour_RunOnAPicture_BringsItsFiles()
    {
        using var baton = new BatonProgram { Url = server.Url, Token = server.Token };
        using (var picture = NetVips.Image.Black(640, 360, bands: 3))
        {
            picture.Pngsave(Path.Combine(baton.Folder.FullName, "picture.png"));
        }

        var result = await baton.Run(
            "run", Path.Combine(Root, "samples", "picture-tour", "workflow.json"), "--arg", "picture=@./picture.png", "--out", "results");

        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        Assert.Equal(
            ["bundle.zip", "hidden.jpg", "large.png", "narration.mp3", "small.webp"],
            Directory.EnumerateFiles(Path.Combine(baton.Folder.FullName, "results")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("```sh\n(?<code>curl .*?)```", RegexOptions.Singleline)]
    private static partial Regex Shell();
}
