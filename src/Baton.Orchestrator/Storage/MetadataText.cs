using System.Text;
using System.Text.Json;

namespace Baton.Storage;

/// <summary>
/// What a search in metadata looks through: the names and the values, not the JSON around them, in lower case. Escapes are undone, so it does not matter how
/// the caller spelled a character.
/// </summary>
internal static class MetadataText
{
    /// <summary>One name or value a line; empty when there is nothing to find.</summary>
    public static string Of(JsonElement? metadata)
    {
        if (metadata is not { } element)
        {
            return "";
        }

        var text = new StringBuilder();
        Append(text, element);
        return text.ToString().ToLowerInvariant();
    }

    /// <summary>The sought text, as it would occur in <see cref="Of"/>.</summary>
    public static string Needle(string text) => text.ToLowerInvariant();

    private static void Append(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    text.Append(member.Name).Append('\n');
                    Append(text, member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Append(text, item);
                }

                break;
            case JsonValueKind.String:
                text.Append(element.GetString()).Append('\n');
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                text.Append(element.GetRawText()).Append('\n');
                break;
            case JsonValueKind.Undefined or JsonValueKind.Null:
                break;
        }
    }
}
