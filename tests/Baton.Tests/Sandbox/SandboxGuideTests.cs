using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Providers.Sandbox;
using Baton.Tests.Cli;
using Baton.Tests.Docs;
using Xunit;

namespace Baton.Tests.Sandbox;

/// <summary>docs/guides/sandbox.md shows settings that are read, and names all of them; its sample runs.</summary>
public sealed partial class SandboxGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "guides", "sandbox.md"));

    [Fact]
    public void Variable_OfTheGuide_IsRead() => Assert.Equal("fast", SandboxLine.Read(Variable().Match(Guide).Groups["line"].Value).Name);

    [Fact]
    public void Lines_OfTheGuide_AreRead()
    {
        var lines = JsonElement.Parse(Json().Match(Guide).Groups["json"].Value).GetProperty("Sandbox").GetProperty("Providers").EnumerateArray();

        Assert.Equal(["fast", "cheap"], lines.Select(line => SandboxLine.Read(line.GetString()!).Name));
    }

    [Fact]
    public void Settings_OfALine_AreAllInTheGuide()
    {
        var known = Assert.Throws<FormatException>(() => SandboxLine.Read("a b=c")).Message.Split("Known: ")[1].TrimEnd('.').Split(", ");

        Assert.All(known, setting => Assert.Matches($@"(?m)^\| (`\w+`, )*`{setting}`(, `\w+`)* \|", Guide));
    }

    [Fact]
    public void Fates_ThatMayBeAskedFor_AreAllInTheGuide() =>
        Assert.Contains(string.Join(", ", Enum.GetNames<Fate>().Select(fate => $"`{fate.ToLowerInvariant()}`")), Guide, StringComparison.Ordinal);

    [Fact]
    public async Task TheTour_RunAgainstASandbox_BringsItsFiles()
    {
        await using var server = new ServerProcess { Options = { "--sandbox" } };
        await server.InitializeAsync();
        using var baton = new BatonProgram { Url = server.Url, Token = server.Token };

        Assert.Contains("$ ./baton serve --sandbox\n$ ./baton run samples/sandbox-tour/workflow.json --out results", Guide, StringComparison.Ordinal);

        var result = await baton.Run("run", Path.Combine(Checkout.Root, "samples", "sandbox-tour", "workflow.json"), "--out", "results");

        Assert.Contains(server.Output, line => line.StartsWith("sandbox-spare ", StringComparison.Ordinal));
        Assert.Equal((0, ""), (result.ExitCode, result.StandardError));
        Assert.Equal(
            ["clip.mp4", "picture.png", "small.jpg"],
            Directory.EnumerateFiles(Path.Combine(baton.Folder.FullName, "results")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("`Sandbox__Providers__0=\"(?<line>[^\"]+)\"`")]
    private static partial Regex Variable();

    [GeneratedRegex("```json\n(?<json>\\{\n  \"Sandbox\".*?)```", RegexOptions.Singleline)]
    private static partial Regex Json();
}
