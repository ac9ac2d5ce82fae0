using System.Text;
using System.Text.RegularExpressions;
using Baton.Client.Workers;
using Baton.Providers.Adapters;
using Baton.Tests.Docs;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>Holds docs/guides/providers.md to the code.</summary>
public sealed partial class ProvidersGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "guides", "providers.md"));

    [Fact]
    public void Examples_OfTheGuide_AreTakenAndShowEveryKind()
    {
        var kinds = new HashSet<ProviderKind>();
        foreach (Match example in Example().Matches(Guide))
        {
            var configuration = Configuration(example.Groups["json"].Value);
            var options = Read(configuration);
            foreach (var settings in options.Named.Values)
            {
                kinds.UnionWith(settings.Kind is { } kind ? [kind] : []);
                (settings.Key, settings.KeyFile) = (settings.KeyFile is null ? null : "key", null); // The files are the reader's.
            }

            var result = new ProviderOptionsValidator(configuration["Blobs:PublicUrl"]).Validate(null, options);

            Assert.True(result.Succeeded, result.FailureMessage);
        }

        Assert.Equal(Enum.GetValues<ProviderKind>(), kinds.Order());
    }

    [Fact]
    public void Meaning_OfEachStatus_IsWhatTheGuideSays()
    {
        var rows = StatusRow().Matches(Guide);

        Assert.True(rows.Count > 10);
        Assert.All(rows, row =>
        {
            var body = row.Groups["moderation"].Success ? System.Text.Json.JsonElement.Parse("""{ "error": { "code": "content_policy_violation" } }""") : default(System.Text.Json.JsonElement?);
            var fault = ServiceAnswers.Refusal("x", int.Parse(row.Groups["status"].Value, System.Globalization.CultureInfo.InvariantCulture), body, "", null, RequestFate.NotMade);
            Assert.Equal(Enum.Parse<JobFailure>(row.Groups["kind"].Value, ignoreCase: true), fault.Kind);
        });
    }

    [Theory]
    [InlineData("""{ "Providers": { "a": {} } }""", "Providers__a__Kind is missing")]
    [InlineData("""{ "Providers": { "a": { "Preference": 1, "Url": "http://desk:8188" } } }""", "Without it there may only be Preference, SpillAfter and PricePerJob")]
    [InlineData("""{ "Providers": { "a": { "Preference": 1, "SpillAfter": "2.00:00:00" } } }""", "SpillAfter")]
    [InlineData("""{ "Providers": { "video": { "Kind": "ComfyUi" } } }""", "is none of builtin, images, video, speech")]
    [InlineData("""{ "Providers": { "a": { "Kind": "ComfyUi", "Url": "file:///etc" } } }""", "Providers__a__Url is no absolute http or https URL")]
    [InlineData("""{ "Providers": { "a": { "Kind": "OpenAi" } } }""", "needs a key: set Providers__a__Key or Providers__a__KeyFile")]
    [InlineData("""{ "Providers": { "a": { "Kind": "OpenAi", "Key": "k", "KeyFile": "/k" } } }""", "has both Key and KeyFile")]
    [InlineData("""{ "Providers": { "a": { "Kind": "OpenAi", "KeyFile": "/nowhere/key" } } }""", "Providers__a__KeyFile cannot be read")]
    [InlineData("""{ "Providers": { "a": { "Kind": "A1111", "Types": ["chatCompletion"] } } }""", "A1111 cannot do 'chatCompletion'")]
    [InlineData("""{ "Providers": { "a": { "Kind": "Fal", "Key": "k" } } }""", "Providers__a__Models names what runs which input")]
    [InlineData("""{ "Providers": { "a": { "Kind": "Replicate", "Key": "k", "Models": { "flux2": "x/y" } } } }""", "'flux2' is no such name")]
    [InlineData("""{ "Providers": { "a": { "Kind": "ComfyUi", "Slots": 0 } } }""", "Slots")]
    [InlineData("""{ "Providers": { "a": { "Kind": "Fal", "Key": "k", "Models": { "imageGen/flux2": "x" }, "InputsBy": "Url" } } }""", "Providers__a__InputsBy is Url, which needs Blobs__PublicUrl")]
    [InlineData("""{ "Providers": { "a": { "Kind": "ComfyUi", "InputsBy": "Url" } } }""", "ComfyUi takes inputs by upload alone")]
    public void Provider_ThatCouldNotWork_IsRefusedInWordsThatNameTheSetting(string json, string words)
    {
        var result = new ProviderOptionsValidator(null).Validate(null, Read(json));

        Assert.Contains(words, result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Providers": { "gpu-box": { "Preference": 0 } } }""")]
    [InlineData("""{ "Providers": { "video": { "SpillAfter": "00:01:00", "PricePerJob": 0.001 } } }""")]
    public void Terms_OfAProviderThatIsNoServiceOutside_AreTaken(string json) =>
        Assert.True(new ProviderOptionsValidator(null).Validate(null, Read(json)).Succeeded);

    private static ProviderOptions Read(string json) => Read(Configuration(json));

    private static ProviderOptions Read(IConfiguration configuration)
    {
        var options = new ProviderOptions();
        options.Read(configuration.GetSection(ProviderOptions.Section));
        return options;
    }

    private static IConfiguration Configuration(string json) => new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"^\| (?<status>\d{3})(?<moderation> of moderation)? \| (?<kind>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex StatusRow();
}
