using System.Text.Json;
using Baton.Contracts.Json;
using Baton.Schemas;

namespace Baton.Recipes;

/// <summary>
/// Makes pictures. For engines that run on own hardware each picture is a job, so that all machines share the work; hosted engines take the
/// quantity themselves, and sell it so.
/// </summary>
public sealed class ImageGenRecipe() : FanOutRecipe("imageGen", () => BatonJson.Default.ImageGenOutput, "images", "errors")
{
    protected override IEnumerable<JsonElement> Split(JsonElement input)
    {
        var pictures = JsonMembers.Text(input, "engine") is "comfy" or "sdcpp" ? Count(input, "quantity") : 1;

        return pictures == 1 ? [input] : Enumerable.Range(0, pictures).Select(picture => WithSeed(With(input, "quantity", 1), picture, long.MaxValue));
    }
}
