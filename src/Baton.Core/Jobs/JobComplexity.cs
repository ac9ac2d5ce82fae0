using System.Text.Json;

namespace Baton.Jobs;

/// <summary>
/// How much work a job is beside the usual one of its type: a relative number, 1 by default, no money. Recorded throughput is complexity per second, so only the proportions
/// between jobs of one type count. Read from members that inputs share by name, whatever the recipe.
/// </summary>
public static class JobComplexity
{
    private const double Min = 0.01;
    private const double Max = 10_000;
    private const double UsualPixels = 1024 * 1024;
    private const double UsualSteps = 25;
    private const double UsualSeconds = 5;
    private const double UsualCharacters = 100;

    public static double Of(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            return 1;
        }

        var complexity = Number(input, "quantity", usual: 1)
            * Number(input, "width", Math.Sqrt(UsualPixels)) * Number(input, "height", Math.Sqrt(UsualPixels))
            * Number(input, "steps", UsualSteps)
            * Number(input, "duration", UsualSeconds)
            * Characters(input, "text")
            * Math.Pow(4, Number(input, "numberOfRepeats", usual: 1) - 1);
        return double.IsFinite(complexity) ? Math.Round(Math.Clamp(complexity, Min, Max), 3) : Max;
    }

    private static double Number(JsonElement input, string member, double usual) =>
        input.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number > 0 ? number / usual : 1;

    private static double Characters(JsonElement input, string member) =>
        input.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Length / UsualCharacters : 1;
}
