using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Client.Workers;
using Baton.Providers;
using Baton.Providers.Adapters;
using Baton.Schemas;
using Baton.Tests.Docs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>Holds what docs/reference/step-types.md and <c>no_provider_available</c> say of kinds of provider to what the adapters take.</summary>
public sealed partial class ProviderKindsTests
{
    private static readonly string[] Hosted = ["fal", "replicate"];

    [Fact]
    public async Task Kinds_OfEveryVariant_AreThoseWhoseAdaptersTakeIt()
    {
        var rows = Rows().ToList();
        await using var services = Services(rows);
        var pools = services.GetServices<HandlerPool>().Where(pool => Enum.TryParse<ProviderKind>(pool.Name, ignoreCase: true, out _))
            .ToDictionary(pool => pool.Name, pool => pool.Handlers.Select(Capability).ToList());

        Assert.Equal(Enum.GetValues<ProviderKind>().Length, pools.Count);
        Assert.True(rows.Count > 160);
        Assert.All(rows, row => Assert.Equal(row.Kinds.Order(), pools.Where(pool => pool.Value.Any(able => able.Type == row.Type && able.WhyNot(row.Input) is null)).Select(pool => pool.Key).Order()));
    }

    /// <summary>A provider of each kind that may do all it can. Hosted models are named for the engines, or their ecosystems, that the page has them for.</summary>
    private static ServiceProvider Services(List<Row> rows)
    {
        var settings = Enum.GetValues<ProviderKind>().SelectMany(kind => AdapterHost.Provider(Name(kind), kind.ToString(), new Uri("http://127.0.0.1:9"),
        [
            .. ProviderKinds.TypesOf(kind).Select((type, index) => ($"Types:{index}", type)),
            .. rows.Where(row => Hosted.Contains(Name(kind)) && row.Kinds.Contains(Name(kind))).Select(row => ($"Models:{row.Path}", "acme/model")).Distinct(),
        ]));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2))).Build();
        return new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IConfiguration>(configuration).AddMediaProviders().AddAdapters(configuration).BuildServiceProvider();
    }

    private static string Name(ProviderKind kind) => kind.ToString().ToLowerInvariant();

    private static Capability Capability(IJobHandler handler) => new(handler.Type, handler.Accepts is { } accepts ? StrictSchema.Parse(accepts) : null);

    private static IEnumerable<Row> Rows()
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "reference", "step-types.md"));
        foreach (var section in page.Split("\n## ").Skip(1))
        {
            var type = section[..section.IndexOf('\n', StringComparison.Ordinal)];
            foreach (var cells in section.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2).Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
            {
                yield return new Row(type, [.. Choice().Matches(cells[1]).Select(choice => (choice.Groups["member"].Value, choice.Groups["value"].Value))], cells[4] == "own workers" ? [] : cells[4].Split(", "));
            }
        }
    }

    [GeneratedRegex("(?<member>[a-z]+) `(?<value>[^`]+)`")]
    private static partial Regex Choice();

    /// <summary>A variant of the page, by the members that choose it.</summary>
    private sealed record Row(string Type, (string Member, string Value)[] Choices, string[] Kinds)
    {
        public string Path => string.Join('/', Choices.Where(choice => choice.Member is "engine" or "ecosystem").Select(choice => choice.Value).Prepend(Type));

        public JsonElement Input =>
            JsonElement.Parse(new JsonObject(Choices.Select(choice => KeyValuePair.Create(choice.Member, (JsonNode?)choice.Value))).ToJsonString());
    }
}
