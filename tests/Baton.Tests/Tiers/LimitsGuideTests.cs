using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Tests.Docs;
using Baton.Tiers;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Baton.Tests.Tiers;

/// <summary>The guide on limits says what is so.</summary>
public sealed partial class LimitsGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "guides", "limits.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task Configuration_ShownInTheGuide_GivesTheAccountShown()
    {
        var (configuration, account) = (Blocks()[0], Blocks()[1]);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(configuration));
        var settings = new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable().Where(entry => entry.Value is not null);
        await using var host = await HeldHost.Run(slots: 1, settings);
        using var ann = await host.Caller("ann");

        var answer = await ann.Send("GET", "/v2/consumer/account");

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(account), answer.Json), answer.Text);
    }

    [Fact]
    public async Task Headers_ShownInTheGuide_AreThoseOfTheStandardTier()
    {
        await using var host = await HeldHost.Run();
        using var caller = await host.Caller("bob");

        var answer = await caller.Send("GET", "/v2/consumer/account");

        Assert.Contains($"RateLimit-Policy: {answer.Headers["RateLimit-Policy"]}\n", Guide, StringComparison.Ordinal);
        Assert.Contains($"RateLimit: {answer.Headers["RateLimit"]}\n", Guide, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_OfTheGuide_HasEverySettingWithItsDefault()
    {
        var rows = Row().Matches(Guide).ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value, StringComparer.Ordinal);
        var standard = new Tier();

        foreach (var setting in typeof(Tier).GetProperties())
        {
            var value = setting.GetValue(standard) switch
            {
                int number => number.ToString("N0", CultureInfo.InvariantCulture),
                bool flag => flag ? "`true`" : "`false`",
                List<string> => "all step types",
                var other => $"`{other}`",
            };
            Assert.Equal((setting.Name, value), (setting.Name, rows.GetValueOrDefault(setting.Name)));
        }

        Assert.Equal(typeof(Tier).GetProperties().Length, rows.Count);
    }

    private static string[] Blocks() => [.. JsonBlock().Matches(Guide).Select(block => block.Groups[1].Value)];

    [GeneratedRegex("^\\| `([A-Za-z]+)` \\| (.+?) \\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
