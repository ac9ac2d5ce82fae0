using System.Text.Json;
using Baton.Client.Workers;

namespace Baton.Providers.Adapters;

/// <summary>A small network that changes what a checkpoint paints.</summary>
internal sealed record PictureNetwork(string Name, double Strength, string? TriggerWord);

/// <summary>The LoRAs of an input: <c>loras</c> of imageGen, AIR → strength, and <c>additionalNetworks</c> of textToImage, which say more of each.</summary>
internal static class PictureNetworks
{
    private static readonly string[] Loras = ["lora", "locon", "lycoris", "dora"];

    public static IReadOnlyList<PictureNetwork> Of(JsonElement input, ProviderSettings settings) =>
    [
        .. Members(input, "loras").Select(lora => new PictureNetwork(ModelChoice.Of(settings, lora.Name), lora.Value.ValueKind == JsonValueKind.Number ? lora.Value.GetDouble() : 1, null)),
        .. Members(input, "additionalNetworks").Select(network => Network(network, settings)),
    ];

    /// <summary>The prompt with the words that wake the networks; those that it has already are not said twice.</summary>
    public static string Prompt(JsonElement input, IEnumerable<PictureNetwork> networks) => networks
        .Select(network => network.TriggerWord)
        .OfType<string>()
        .Aggregate(input.Text("prompt") ?? "", (prompt, word) => prompt.Contains(word, StringComparison.OrdinalIgnoreCase) ? prompt : $"{prompt}, {word}");

    private static PictureNetwork Network(JsonProperty network, ProviderSettings settings) =>
        network.Value.Text("type") is not { Length: > 0 } type || Loras.Contains(type, StringComparer.OrdinalIgnoreCase)
            ? new PictureNetwork(ModelChoice.Of(settings, network.Name), network.Value.Number("strength") ?? 1, network.Value.Text("triggerWord"))
            : throw new JobFailedException(JobFailure.Rejected, $"This provider takes LoRAs as additional networks, and '{network.Name}' is of type '{type}'.");

    private static JsonProperty[] Members(JsonElement input, string name) => input.Member(name) is { ValueKind: JsonValueKind.Object } members ? [.. members.EnumerateObject()] : [];
}
