using System.Net;
using System.Text.Json;
using Baton.Accounts;
using Baton.Providers;
using Baton.Providers.Adapters;
using Baton.Schemas;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>What a caller's <c>provider</c> chooses, and what an operator says of providers beside each other, in a whole server.</summary>
public sealed class PinnedProviderTests
{
    [Theory]
    [InlineData(ProviderKind.Fal, "v2.2", "fal", true)]
    [InlineData(ProviderKind.Fal, "v2.2", "comfy", false)]
    [InlineData(ProviderKind.Fal, "v2.1", "civitai", true)]
    [InlineData(ProviderKind.Fal, "v2.1", "fal", true)]
    [InlineData(ProviderKind.Fal, "v2.2", null, true)]
    [InlineData(ProviderKind.Replicate, "v2.2", "fal", true)]
    [InlineData(ProviderKind.Replicate, "v2.2", "comfy", false)]
    [InlineData(ProviderKind.Replicate, "v2.2", null, true)]
    [InlineData(ProviderKind.Replicate, "v2.1", "civitai", true)]
    [InlineData(ProviderKind.Replicate, "v2.1", "fal", false)]
    [InlineData(ProviderKind.Replicate, "v2.1", null, true)]
    internal void Provider_OfAnInput_IsAChoiceWhereItIsNotTheDefault(ProviderKind kind, string version, string? provider, bool isTaken)
    {
        var settings = new ProviderSettings { Kind = kind, Models = { ["videoGen/wan"] = "acme/wan" } };

        Assert.Equal(isTaken, Takes(settings, Input(version, provider)));
    }

    [Fact]
    public void Provider_OfAnInput_IsTakenByAServiceOfAnotherKindThatIsNamedForIt()
    {
        var settings = new ProviderSettings { Kind = ProviderKind.Fal, Models = { ["videoGen/wan/v2.2"] = "acme/wan", ["videoGen/wan/v2.2/comfy"] = "acme/wan-comfy" } };

        Assert.True(Takes(settings, Input("v2.2", "comfy")));
        Assert.Equal("acme/wan-comfy", HostedModels.Find(settings, "videoGen", Input("v2.2", "comfy")));
        Assert.Equal("acme/wan", HostedModels.Find(settings, "videoGen", Input("v2.2", "fal")));
    }

    [Fact]
    public async Task Server_WithTermsOfProviders_ShowsThemToOperatorsAndEndsWhatNobodyMayTake()
    {
        await using var server = new FalServer();
        await server.Start();
        await using var host = await AdapterHost.Run(
        [
            .. AdapterHost.Provider("queue", "Fal", server.Url, ("Models:videoGen/wan", "fal-ai/wan"), ("SpillAfter", "00:00:10"), ("PricePerSecond", "0.001")),
            ("Providers:builtin:Preference", "3"),
            ("Providers:builtin:PricePerJob", "0.0001"),
        ]);
        using var caller = await host.Caller();
        var token = await host.Services.GetRequiredService<ITokens>().Create(new AccountId("olga"), TokenRole.Operator, "test", null, BatonHost.Stop);
        using var operators = new HttpClient { BaseAddress = host.Url, DefaultRequestHeaders = { Authorization = new("Bearer", token.Secret) } };

        var pinned = await caller.Send("POST", "/v2/consumer/recipes/videoGen", """{ "engine": "wan", "version": "v2.2", "provider": "comfy", "prompt": "rings fine" }""");
        var providers = (await operators.Send("GET", "/v2/operator/providers")).Json.GetProperty("items").EnumerateArray().ToDictionary(one => one.GetProperty("provider").GetString()!);
        var id = await caller.Submitted(Calls.Echo());
        var job = (await caller.Send("GET", $"{Calls.Workflows}/{id}/explain")).Json.GetProperty("steps")[0].GetProperty("jobs")[0];

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "no_provider_available"), (pinned.Status, pinned.Json.GetProperty("reason").GetString()));
        Assert.Contains("queue: input", pinned.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("provider", pinned.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("The engine wan of the provider comfy can be run by a worker of one's own.", pinned.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal((0, 10, 0.001m), (providers["queue"].GetProperty("preference").GetInt32(), providers["queue"].GetProperty("spillAfterSeconds").GetDouble(), providers["queue"].GetProperty("price").GetProperty("perSecond").GetDecimal()));
        Assert.Equal(3, providers["builtin"].GetProperty("preference").GetInt32());
        Assert.Equal(0.0001, job.GetProperty("costDollars").GetDouble());
    }

    private static bool Takes(ProviderSettings settings, JsonElement input) =>
        new Capability("videoGen", StrictSchema.Parse(HostedModels.Schema(settings, "videoGen"))).WhyNot(input) is null;

    private static JsonElement Input(string version, string? provider) =>
        JsonElement.Parse($$"""{ "engine": "wan", "version": "{{version}}"{{(provider is null ? "" : $", \"provider\": \"{provider}\"")}}, "prompt": "rings fine" }""");
}
