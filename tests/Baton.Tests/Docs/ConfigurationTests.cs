using System.Text.RegularExpressions;
using Baton.Commands;
using Baton.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Baton.Tests.Docs;

/// <summary>docs/configuration.md names every setting with what the code says of it, and nothing that is not there.</summary>
public sealed partial class ConfigurationTests
{
    private static readonly string Page = Path.Combine(Checkout.Root, "docs", "configuration.md");

    [Fact]
    public void Document_OfTheConfiguration_SaysWhatTheCodeSays()
    {
        var page = File.ReadAllText(Page);
        var options = ServeCommand.Create().Options.OrderBy(option => option.Name, StringComparer.Ordinal)
            .Select(option => $"| `{$"{option.Name} {option.HelpName}".TrimEnd()}` | {option.Description} |");

        var expected = With(page, "serve", string.Join('\n', ["| option | meaning |", "| --- | --- |", .. options]));
        expected = With(expected, "settings", string.Join("\n\n", BoundOptions().Select(SettingsTable.Of)));

        if (page != expected)
        {
            File.WriteAllText(Path.ChangeExtension(Page, ".received.md"), expected);
        }

        Assert.True(page == expected, "The configuration has changed. If that is meant, put docs/configuration.received.md in place of configuration.md.");
    }

    [Fact]
    public void Variables_ThatCodeOrLauncherReads_AreTheOnesInTheDocument()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.cs", SearchOption.AllDirectories).Append(Path.Combine(Checkout.Root, "baton"));
        var read = sources.SelectMany(path => ReadVariable().Matches(File.ReadAllText(path))).Select(match => match.Groups["name"].Value);

        var shown = ShownVariable().Matches(Part(File.ReadAllText(Page), "variables").Value).Select(match => match.Groups["name"].Value);

        Assert.Equal(read.Distinct().Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    /// <summary>What a whole server binds from its configuration, by section.</summary>
    private static IEnumerable<Type> BoundOptions()
    {
        var data = Directory.CreateTempSubdirectory("baton-settings-");
        IServiceCollection? services = null;
        var settings = new ServeSettings { Urls = "http://127.0.0.1:0", DataDirectory = data.FullName, Configure = builder => services = builder.Services };
        using (BatonServer.Build(settings))
        {
            data.Delete(recursive: true);
        }

        return services!.Select(service => service.ServiceType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IOptionsChangeTokenSource<>))
            .Select(type => type.GetGenericArguments()[0])
            .Where(type => type.Namespace!.StartsWith("Baton.", StringComparison.Ordinal))
            .Distinct()
            .OrderBy(SettingsTable.SectionOf, StringComparer.Ordinal);
    }

    private static string With(string page, string part, string text)
    {
        var shown = Part(page, part);
        return string.Concat(page.AsSpan(0, shown.Index), text, page.AsSpan(shown.Index + shown.Length));
    }

    private static Group Part(string page, string part)
    {
        var match = Regex.Match(page, $"<!-- {part} -->\n(?<shown>.*?)\n<!-- end -->", RegexOptions.Singleline);
        Assert.True(match.Success, $"docs/configuration.md has no part '{part}'.");
        return match.Groups["shown"];
    }

    [GeneratedRegex("""(GetEnvironmentVariable\("|\$\{)(?<name>[A-Z][A-Za-z0-9]*_[A-Za-z0-9_]+)("\)|:-)""")]
    private static partial Regex ReadVariable();

    [GeneratedRegex("^\\| `(?<name>[A-Za-z0-9_]+)`", RegexOptions.Multiline)]
    private static partial Regex ShownVariable();
}
