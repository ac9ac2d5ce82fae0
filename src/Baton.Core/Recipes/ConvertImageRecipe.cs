using System.Text.Json;
using Baton.Contracts.Json;
using Baton.Schemas;

namespace Baton.Recipes;

/// <summary>Resizes, blurs and re-encodes a picture.</summary>
public sealed class ConvertImageRecipe()
    : Recipe("convertImage", () => BatonJson.Default.ConvertImageInput, () => BatonJson.Default.ConvertImageOutput)
{
    protected override void Check(JsonElement value, JsonPlace at, Findings findings)
    {
        foreach (var (transform, i) in JsonMembers.Items(value, "transforms"))
        {
            foreach (var (region, j) in JsonMembers.Items(transform, "regions"))
            {
                at.Enter("transforms").Enter(i).Enter("regions").Enter(j);
                CheckOrder(region, "x1", "x2", at, findings);
                CheckOrder(region, "y1", "y2", at, findings);
                JsonMembers.Leave(at, 4);
            }
        }
    }

    private static void CheckOrder(JsonElement region, string low, string high, JsonPlace at, Findings findings)
    {
        if (JsonMembers.Number(region, low) is { } from && JsonMembers.Number(region, high) is { } to && to <= from)
        {
            findings.Fault(at.Of(high), $"The value {to} is not valid for {high}. It must be more than {low}, which is {from}.");
        }
    }
}
