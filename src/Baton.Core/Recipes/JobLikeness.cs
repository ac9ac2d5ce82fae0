using System.Globalization;
using System.Text.Json;

namespace Baton.Recipes;

/// <summary>
/// What makes jobs alike in how long they take: the step type, who does it (engine, model and the like, as the input names them), and the size of the work, of which twice as much is another one.
/// </summary>
/// <param name="Size">The binary logarithm, rounded down, of what the input multiplies: pixels, pictures, steps, seconds.</param>
public readonly record struct JobLikeness(string Type, string Kind, int Size)
{
    private const int TextMax = 128;

    private static readonly string[] Kinds = ["engine", "model", "version", "operation", "resolution"];
    private static readonly string[] Factors = ["width", "height", "quantity", "steps", "duration", "numFrames"];

    public static JobLikeness Of(JobPlan job)
    {
        if (job.Input.ValueKind != JsonValueKind.Object)
        {
            return new JobLikeness(job.Type, "", 0);
        }

        var size = Factors.Sum(name => job.Input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() is > 0 and var factor ? Math.Log2(factor) : 0);
        return new JobLikeness(job.Type, string.Join('|', Kinds.Select(name => TextOf(job.Input, name))), (int)Math.Floor(size));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Type} {Kind} {Size}");

    private static string TextOf(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text ? text[..Math.Min(TextMax, text.Length)] : "";
}
