using System.Text.Json;
using Baton.Contracts.Json;

namespace Baton.Recipes;

/// <summary>Makes pictures with the older members. The quantity is divided into batches, each of which is a job.</summary>
public sealed class TextToImageRecipe() : FanOutRecipe("textToImage", () => BatonJson.Default.TextToImageOutput, "images")
{
    private const long SeedMax = uint.MaxValue;

    protected override IEnumerable<JsonElement> Split(JsonElement input)
    {
        var (pictures, batch) = (Count(input, "quantity"), Count(input, "batchSize"));
        for (var first = 0; first < pictures; first += batch)
        {
            var size = Math.Min(batch, pictures - first);

            yield return WithSeed(With(With(input, "quantity", size), "batchSize", size), first, SeedMax);
        }
    }
}
