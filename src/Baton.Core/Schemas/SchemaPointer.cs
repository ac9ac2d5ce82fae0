using System.Text.Json;

namespace Baton.Schemas;

/// <summary>The place in a document that a <c>$ref</c> leads to.</summary>
internal static class SchemaPointer
{
    /// <summary>The pointer to a member of what a pointer leads to.</summary>
    public static string Of(string pointer, string name) =>
        $"{pointer}/{Uri.EscapeDataString(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)).Replace("%24", "$", StringComparison.Ordinal)}";

    public static JsonElement Locate(JsonElement root, string pointer)
    {
        if (pointer is not "#" && !pointer.StartsWith("#/", StringComparison.Ordinal))
        {
            throw new FormatException($"The schema reference '{JsonText.Cut(pointer, 64)}' does not begin with #/, so it leads out of the document.");
        }

        var found = root;
        foreach (var token in Uri.UnescapeDataString(pointer[1..]).Split('/').Skip(1))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = found.ValueKind switch
            {
                JsonValueKind.Object when found.TryGetProperty(name, out var member) => member,
                JsonValueKind.Array when int.TryParse(name, out var index) && index >= 0 && index < found.GetArrayLength() => found[index],
                _ => throw new FormatException($"The schema reference '{JsonText.Cut(pointer, 64)}' leads nowhere."),
            };
        }

        return found;
    }
}
