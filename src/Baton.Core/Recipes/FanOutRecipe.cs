using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Schemas;

namespace Baton.Recipes;

/// <summary>A recipe that may emit several jobs, and whose output is their lists one after the other.</summary>
/// <param name="lists">The members of the output that are lists.</param>
public abstract class FanOutRecipe(string type, Func<JsonTypeInfo> output, params string[] lists) : CatalogueRecipe(type, output)
{
    /// <summary>What there is so far, in the order of the jobs; null while no job has an output.</summary>
    public sealed override JsonElement? Assemble(JsonElement resolvedInput, ImmutableArray<JsonElement?> outputs)
    {
        var known = outputs.OfType<JsonElement>().ToList();

        return known switch
        {
            [] => null,
            [var only] => only,
            _ => Join(known),
        };
    }

    /// <summary>The input with a whole number as this member.</summary>
    protected static JsonElement With(JsonElement input, string member, long value)
    {
        var edits = new JsonEdits(input);
        var number = JsonElement.Parse(value.ToString(CultureInfo.InvariantCulture));
        if (input.TryGetProperty(member, out var old))
        {
            edits.Replace(old, number);
        }
        else
        {
            edits.Insert(input, member, number);
        }

        return edits.Apply();
    }

    /// <summary>
    /// The input with another seed for the job that begins with this picture, so that each picture differs and the whole can be had again. Without a seed
    /// every job takes one of its own; a negative one means the same.
    /// </summary>
    protected static JsonElement WithSeed(JsonElement input, int picture, long seedMax) =>
        JsonMembers.Find(input, "seed") is { ValueKind: JsonValueKind.Number } seed && seed.TryGetInt64(out var first) && first >= 0
            ? With(input, "seed", SeedOf(first, picture, seedMax))
            : input;

    /// <summary>The seed of a picture: that of the first and its number, beginning again at zero after the largest.</summary>
    protected static long SeedOf(long first, int picture, long seedMax) => first > seedMax - picture ? first - (seedMax - picture) - 1 : first + picture;

    /// <summary>How many are asked for; one when the member is missing, which its default keeps from happening.</summary>
    protected static int Count(JsonElement input, string member) => (int)(JsonMembers.Number(input, member) ?? 1);

    private JsonElement Join(List<JsonElement> outputs)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var list in lists.Where(list => outputs.Any(output => JsonMembers.Find(output, list) is not null)))
            {
                writer.WriteStartArray(list);
                foreach (var (item, _) in outputs.SelectMany(output => JsonMembers.Items(output, list)))
                {
                    item.WriteTo(writer);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan, JsonEdits.Reading);
    }
}
