using System.Text.Json;
using Baton.Contracts.Json;
using Baton.Schemas;

namespace Baton.Recipes;

/// <summary>Re-encodes a video.</summary>
public sealed class TranscodeRecipe()
    : Recipe("transcode", () => BatonJson.Default.TranscodeInput, () => BatonJson.Default.TranscodeOutput)
{
    protected override void Check(JsonElement value, JsonPlace at, Findings findings)
    {
        if (JsonMembers.Text(value, "destinationUrl") is { } destination
            && !(Uri.TryCreate(destination, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps))
        {
            findings.Fault(
                at.Of("destinationUrl"),
                $"The value '{JsonText.Cut(destination, 64)}' is not valid for destinationUrl. It must be an https URL.");
        }
    }
}
