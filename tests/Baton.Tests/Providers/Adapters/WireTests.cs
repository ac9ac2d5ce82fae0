using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Client.Workers;
using Baton.Core.Tests.Recipes.Catalogue;
using Baton.Recipes;
using Baton.Schemas;
using Baton.Tests.Blobs;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>
/// What a caller may set, reaches the service or is refused: for every variant of the catalogue that an adapter serves, and every member of it, each other value makes another request, or none at all and words why. The
/// few that need not are listed with their reason.
/// </summary>
public sealed class WireTests(ITestOutputHelper output)
{
    private const string Air = "urn:air:sdxl:checkpoint:civitai:101055@128078";

    /// <summary>Members that need not change the request, of all adapters.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["imageMetadata"] = "is kept with the picture and is nothing to paint by",
        ["useSpineComfy"] = "chose between two services of the hosted API",
        ["returnTimeStamps"] = "is heeded in the output, of what the service answers",
        ["uCache"] = "makes the same picture sooner; how a server caches is its operator's to say",
        ["engine"] = "chooses the adapter",
        ["batchSize"] = "divides a step into jobs",
        ["modelVersion"] = "chooses the model, which the setting Models names",
        ["provider"] = "chooses the provider",
    };

    /// <summary>Values that are the same to a service.</summary>
    private static readonly Same[] Sames =
    [
        new("fal", "", "outputFormat", "webP", "its apps make PNG or JPEG; WebP is made here, from PNG"),
        new("fal", "", "outputFormat", "png", "the same"),
        new("a1111", "", "outputFormat", null, "it always sends PNG; the format is made here"),
        new("comfy", "", "outputFormat", null, "it always sends PNG; the format is made here"),
        new("openai", "dall-e", "outputFormat", null, "they always send PNG; the format is made here"),
        new("openai", "dall-e", "background", "opaque", "their pictures have no other; a transparent one is refused"),
        .. ((string[])["fal", "replicate"]).SelectMany(adapter => ((string[])["model", "version", "operation"]).Select(member =>
            new Same(adapter, "", member, null, "chooses the model, which the setting Models names; Fields lets it go along"))),
        .. ((string[])["version", "operation"]).Select(member => new Same("a1111", "", member, null, "the same")),
    ];

    /// <summary>Members that an adapter has no place for.</summary>
    private static readonly Dictionary<string, string[]> Refused = new(StringComparer.Ordinal)
    {
        ["a1111"] = ["controlNets", "embeddings"],
        ["comfy"] = ["controlNets"],
    };

    public static TheoryData<string, string, int> Served => new()
    {
        { "openai", "imageGen", 9 }, { "openai", "chatCompletion", 1 }, { "openai", "transcription", 1 },
        { "comfy", "imageGen", 4 }, { "comfy", "textToImage", 1 }, { "comfy", "comfy", 1 },
        { "a1111", "imageGen", 20 }, { "a1111", "textToImage", 1 },
        { "fal", "imageGen", 98 }, { "fal", "videoGen", 61 },
        { "replicate", "imageGen", 98 }, { "replicate", "videoGen", 61 },
    };

    [Theory]
    [MemberData(nameof(Served))]
    public async Task Member_OfEachVariantThatAnAdapterServes_ReachesTheServiceOrIsRefused(string adapter, string recipe, int variants)
    {
        await using var server = await WireServer.Run();
        var document = new CatalogueDocument(recipe);
        var served = document.Variants.Where(variant => IsServed(adapter, recipe, variant)).ToList();
        using var wire = new Wire(server, recipe, Settings(adapter, recipe, server.Url, served));
        var (misses, tried, seen) = (new SortedSet<string>(StringComparer.Ordinal), 0, new HashSet<string>(StringComparer.Ordinal));

        foreach (var variant in served)
        {
            var body = new CatalogueBodies(document).Body(variant, all: true);
            var refused = await WithoutRefused(adapter, body, wire);
            misses.UnionWith(refused.Select(name => $"{variant}: {name} is not refused"));
            var before = await wire.Of(body);
            Assert.True(before is { IsMade: true }, $"{variant}: {before?.Text}");
            foreach (var (name, schema) in variant.Members.Where(member => !Elsewhere.ContainsKey(member.Key)))
            {
                // Each value once for an engine, and one at least for each variant.
                var others = new OtherValues(document).Of(schema, body[name]).Where(other => !Sames.Any(same => same.Covers(adapter, variant, name, other))).ToList();
                foreach (var (_, other) in others.Index().Where(one => seen.Add($"{variant.Engine} {name} {one.Item.ToJsonString()}") || one.Index == 0))
                {
                    var changed = body.DeepClone().AsObject();
                    changed[name] = other.DeepClone();
                    if (await wire.Of(changed) is { } after && ++tried > 0 && after == before)
                    {
                        misses.Add($"{variant}: {name} {other.ToJsonString()}");
                    }
                }
            }
        }

        output.WriteLine($"{adapter} {recipe}: {served.Count} variants, {tried} changes.");
        Assert.Equal(variants, served.Count);
        Assert.True(misses.Count == 0, $"{misses.Count} of {tried} changes reach nobody, such as\n{string.Join('\n', misses.Take(40))}");
    }

    /// <summary>Takes out of a body what the adapter is to refuse, which would hide all else. Returns what it did not refuse.</summary>
    private static async Task<List<string>> WithoutRefused(string adapter, JsonObject body, Wire wire)
    {
        if (body["additionalNetworks"] is JsonObject networks)
        {
            networks["key"]!["type"] = "LORA"; // What is none is refused.
        }

        if (body.ContainsKey("numInferenceSteps") && body.ContainsKey("steps"))
        {
            body["numInferenceSteps"] = body["steps"]!.DeepClone(); // Two names of one thing; what is not the same is refused.
        }

        var names = body.Select(member => member.Key).Where(name => Refused.GetValueOrDefault(adapter, []).Contains(name)).ToList();
        var all = body.DeepClone().AsObject();
        names.ForEach(name => body.Remove(name));
        var taken = new List<string>();
        foreach (var name in names)
        {
            var one = body.DeepClone().AsObject();
            one[name] = all[name]!.DeepClone();
            if (await wire.Of(one) is { IsMade: true })
            {
                taken.Add(name);
            }
        }

        return taken;
    }

    private static bool IsServed(string adapter, string recipe, CatalogueVariant variant) => (adapter, recipe) switch
    {
        ("openai", "imageGen") => variant.Engine == "openai",
        ("a1111", "imageGen") => variant.Engine == "sdcpp",
        ("comfy", "imageGen") => variant is { Engine: "comfy", Ecosystem: "sd1" or "sdxl" },
        _ => true,
    };

    private static (string, string)[] Settings(string adapter, string recipe, Uri url, IEnumerable<CatalogueVariant> served) => adapter switch
    {
        "fal" => AdapterHost.Provider("it", "Fal", url, Models(recipe, served)),
        "replicate" => AdapterHost.Provider("it", "Replicate", url, Models(recipe, served)),
        "comfy" => AdapterHost.Provider("it", "ComfyUi", url),
        "a1111" => AdapterHost.Provider("it", "A1111", url, [($"Models:{Air}", "one"), ($"Models:{OtherValues.OtherAir}", "two")]),
        _ => AdapterHost.Provider("it", "OpenAi", url, ("Types:0", recipe)),
    };

    private static (string, string)[] Models(string recipe, IEnumerable<CatalogueVariant> served) =>
        [.. served.Select(variant => variant.Engine).Distinct().Select(engine => ($"Models:{recipe}/{engine}", $"acme/{engine}"))];

    /// <summary>What inputs become at the service.</summary>
    private sealed class Wire : IDisposable
    {
        private readonly WireServer _server;
        private readonly Recipe _recipe;
        private readonly AdapterJob _job;

        public Wire(WireServer server, string recipe, (string, string)[] settings)
        {
            (_server, _recipe, _job) = (server, StandardRecipes.All.Single(one => one.Type == recipe), new AdapterJob(settings));
            var kind = recipe == "transcription" ? "audio/mpeg" : "image/png";
            _job.Sources[OtherValues.Media] = (AMedia.Png, kind);
            _job.Sources[OtherValues.OtherMedia] = ([.. AMedia.Png, 0], kind);
        }

        /// <summary>The requests of a body, as many as it has jobs; null when the recipe does not take it.</summary>
        public async Task<Requests?> Of(JsonObject body)
        {
            var findings = new Findings();
            var accepted = _recipe.Accept(JsonElement.Parse(body.ToJsonString()), new JsonPlace(), new ValidationRules(), findings);
            if (findings.HasFaults)
            {
                return null;
            }

            _server.Requests.Clear();
            var refusals = new List<string>();
            foreach (var plan in _recipe.Plan(accepted))
            {
                refusals.Add((await Assert.ThrowsAsync<JobFailedException>(() => _job.Run(plan.Type, plan.Input.GetRawText()))).Message);
            }

            return _server.Requests.IsEmpty ? new Requests(false, string.Join('\n', refusals)) : new Requests(true, string.Join('\n', _server.Requests));
        }

        public void Dispose() => _job.Dispose();
    }

    /// <summary>A value that need not make another request; null is any.</summary>
    private sealed record Same(string Adapter, string Variant, string Member, string? Value, string Why)
    {
        public bool Covers(string adapter, CatalogueVariant variant, string member, JsonNode other) =>
            adapter == Adapter && member == Member && variant.ToString().Contains(Variant, StringComparison.Ordinal)
            && other.GetValueKind() == JsonValueKind.String && (Value ?? other.GetValue<string>()) == other.GetValue<string>();
    }

    /// <param name="IsMade">Whether anything came; else the text says why not.</param>
    private sealed record Requests(bool IsMade, string Text);
}
