using System.Globalization;
using System.Text.Json;
using Baton.Contracts.Json;
using Baton.Schemas;

namespace Baton.Recipes;

/// <summary>
/// Runs a graph of nodes, as often as is asked for, each run a job. ComfyUI does not run a graph again that has not changed, so that each run has the seeds
/// of the graph plus its number.
/// </summary>
public sealed class ComfyRecipe() : FanOutRecipe("comfy", () => BatonJson.Default.ComfyOutput, "blobs")
{
    protected override IEnumerable<JsonElement> Split(JsonElement input)
    {
        var runs = Count(input, "quantity");

        return runs == 1 ? [input] : Enumerable.Range(0, runs).Select(run => WithSeeds(With(input, "quantity", 1), run));
    }

    private static JsonElement WithSeeds(JsonElement input, int run)
    {
        var edits = new JsonEdits(input);
        foreach (var seed in Seeds(input))
        {
            edits.Replace(seed, JsonElement.Parse(SeedOf(seed.GetInt64(), run, long.MaxValue).ToString(CultureInfo.InvariantCulture)));
        }

        return edits.Apply();
    }

    private static IEnumerable<JsonElement> Seeds(JsonElement input) =>
        from node in input.GetProperty("comfyWorkflow").EnumerateObject()
        from member in node.Value.GetProperty("inputs").EnumerateObject()
        where member.Name is "seed" or "noise_seed" && member.Value.ValueKind == JsonValueKind.Number
            && member.Value.TryGetInt64(out var seed) && seed >= 0
        select member.Value;
}
