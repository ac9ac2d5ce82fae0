using System.Text.Json;
using Xunit;

namespace Baton.Tests.Providers.Adapters;

/// <summary>One server with every kind of provider, each at a service that misbehaves as prompts ask it to. All cases are submitted at once and run beside each other.</summary>
public sealed class AdapterScene : IAsyncLifetime
{
    private readonly Dictionary<(string Adapter, string Fault), Task<JsonElement>> _ended = [];
    private AdapterHost _host = null!;
    private HttpClient _caller = null!;

    internal OpenAiServer OpenAi { get; } = new();

    internal ComfyServer Comfy { get; } = new();

    internal A1111Server A1111 { get; } = new();

    internal FalServer Fal { get; } = new();

    internal ReplicateServer Replicate { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(OpenAi.Start(), Comfy.Start(), A1111.Start(), Fal.Start(), Replicate.Start());
        _host = await AdapterHost.Run(
        [
            .. AdapterHost.Provider("oai", "OpenAi", new Uri(OpenAi.Url, "v1"), ("Slots", "20"), ("Types:0", "chatCompletion"), ("Types:1", "imageGen"), ("PricePerMillionInputTokens", "2"), ("PricePerMillionOutputTokens", "8")),
            .. AdapterHost.Provider("gpu", "ComfyUi", Comfy.Url, ("Slots", "20"), ("Types:0", "imageGen")),
            .. AdapterHost.Provider("webui", "A1111", A1111.Url, ("Slots", "20"), ("Types:0", "imageGen")),
            .. AdapterHost.Provider("queue", "Fal", Fal.Url, ("Slots", "20"), ("Models:imageGen/flux2/pro", "fal-ai/flux-2/pro"), ("PricePerJob", "0.05")),
            .. AdapterHost.Provider("predictions", "Replicate", new Uri(Replicate.Url, "v1"), ("Slots", "20"), ("Models:imageGen/seedream", "acme/painter"), ("PricePerSecond", "0.001")),
        ]);
        _caller = await _host.Caller();
        foreach (var (adapter, fault) in AdapterMatrix.Cases.Select(one => (one.Adapter, one.Fault)))
        {
            _ended[(adapter, fault)] = End(adapter, fault);
        }
    }

    internal HttpClient Caller => _caller;

    internal AdapterHost Host => _host;

    /// <summary>The workflow of this case when it has ended.</summary>
    public Task<JsonElement> Ended(string adapter, string fault) => _ended[(adapter, fault)];

    public static string PromptOf(string adapter, string fault) => $"rings {adapter} {fault}";

    public int Made(string adapter, string fault) => ServerOf(adapter).Made(PromptOf(adapter, fault));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in AdapterInputs.Adapters.Select(ServerOf).Distinct())
        {
            server.Release.TrySetResult();
        }

        _caller.Dispose();
        await _host.DisposeAsync();
        await Task.WhenAll(AdapterInputs.Adapters.Select(ServerOf).Distinct().Select(server => server.DisposeAsync().AsTask()));
    }

    internal ProtocolServer ServerOf(string adapter) => adapter switch
    {
        "comfy" => Comfy,
        "a1111" => A1111,
        "fal" => Fal,
        "replicate" => Replicate,
        _ => OpenAi,
    };

    private async Task<JsonElement> End(string adapter, string fault)
    {
        var answer = await _caller.Send("POST", $"{Calls.Workflows}?wait=90", AdapterInputs.Workflow(adapter, PromptOf(adapter, fault)));
        Assert.True((int)answer.Status == 200, $"{adapter} {fault}: {(int)answer.Status} {answer.Text}");
        return answer.Json;
    }
}
