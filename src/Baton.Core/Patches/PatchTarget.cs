using System.Globalization;
using System.Text.Json.Nodes;

namespace Baton.Patches;

/// <summary>Finds and changes the value that the last token of a pointer names.</summary>
internal static class PatchTarget
{
    /// <summary>False when there is nothing there; a null that is there is found.</summary>
    public static bool TryRead(JsonNode? root, JsonPointer pointer, out JsonNode? value)
    {
        value = root;
        foreach (var token in pointer.Tokens)
        {
            switch (value)
            {
                case JsonObject members when members.TryGetPropertyValue(token, out var member):
                    value = member;
                    break;
                case JsonArray items when TryReadIndex(token, out var index) && index < items.Count:
                    value = items[index];
                    break;
                default:
                    value = null;
                    return false;
            }
        }

        return true;
    }

    /// <summary>Adds below a parent that is there.</summary>
    public static PatchFault? Insert(JsonNode? parent, JsonPointer path, JsonNode? value)
    {
        switch (parent)
        {
            case JsonObject members:
                members[path.Last] = value;
                return null;
            case JsonArray items when path.Last == "-":
                items.Add(value);
                return null;
            case JsonArray items when TryReadIndex(path.Last, out var index) && index <= items.Count:
                items.Insert(index, value);
                return null;
            case JsonArray items:
                return new PatchFault("path", $"'{path.Last}' is no place in the array at '{path.Parent}'; 0 to {items.Count} or - is.");
            default:
                return new PatchFault("path", $"The value at '{path.Parent}' is neither an object nor an array, so nothing can be added to it.");
        }
    }

    /// <summary>Takes out a value that is there.</summary>
    public static void Take(JsonNode parent, JsonPointer path)
    {
        if (parent is JsonArray items)
        {
            items.RemoveAt(int.Parse(path.Last, CultureInfo.InvariantCulture));
        }
        else
        {
            parent.AsObject().Remove(path.Last);
        }
    }

    /// <summary>RFC 6901: digits without a leading zero.</summary>
    private static bool TryReadIndex(string token, out int index)
    {
        index = 0;
        return token is ['0'] or [>= '1' and <= '9', ..] && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }
}
