using System.Collections.Immutable;
using System.Text.Json;

namespace Baton.Jobs;

/// <summary>
/// What a job needs that a worker may have locally: every AIR in its input, be it a value or, as with the LoRAs of a picture, the name of a member; and what members
/// called <c>model</c> or <c>checkpoint</c> name.
/// </summary>
public static class JobResources
{
    private const string Air = "urn:air:";
    private const int LengthMax = 256;

    /// <summary>So many resources are looked for, in so many values of the input.</summary>
    private const int ResourcesMax = 32;
    private const int ValuesMax = 5_000;

    /// <summary>In the order they stand in the input, each once.</summary>
    public static ImmutableArray<string> Of(JsonElement input)
    {
        var (found, left) = (ImmutableArray<string>.Empty, ValuesMax);
        Find(input, name: null);
        return found;

        void Find(JsonElement value, string? name)
        {
            if (--left < 0)
            {
                return;
            }

            switch (value.ValueKind)
            {
                case JsonValueKind.String when value.GetString() is { } text && (IsAir(text) || name is "model" or "checkpoint"):
                    Add(text);
                    break;
                case JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray())
                    {
                        Find(item, name: null);
                    }

                    break;
                case JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject())
                    {
                        if (IsAir(member.Name))
                        {
                            Add(member.Name);
                        }

                        Find(member.Value, member.Name);
                    }

                    break;
            }
        }

        void Add(string resource)
        {
            if (resource.Length is > 0 and <= LengthMax && found.Length < ResourcesMax && !found.Contains(resource))
            {
                found = found.Add(resource);
            }
        }
    }

    private static bool IsAir(string text) => text.StartsWith(Air, StringComparison.OrdinalIgnoreCase);
}
