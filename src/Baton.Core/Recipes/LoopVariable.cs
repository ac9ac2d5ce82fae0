using System.Text.Json;
using Baton.References;

namespace Baton.Recipes;

/// <summary>References to the item that a template is run for.</summary>
internal static class LoopVariable
{
    /// <summary>The loop variable hides a step of the same name, as inner names do.</summary>
    public static bool IsMeant(Reference reference, string name) =>
        reference.Source.StartsWith(name, StringComparison.Ordinal)
        && (reference.Source.Length == name.Length || reference.Source[name.Length] is '.' or '[');

    /// <summary>The path from the item on; null when it cannot be read, and why.</summary>
    public static ReferencePath? PathOf(Reference reference, string name, out string complaint) =>
        ReferencePath.TryParse(ReferencePath.Join(reference.Source[name.Length..].TrimStart('.'), reference.Path), out complaint);

    /// <summary>The template's input with this item put in.</summary>
    public static Resolution Bind(JsonElement input, string name, JsonElement item) => InputReferences.Resolve(
        input,
        InputReferences.Find(input).Where(reference => IsMeant(reference, name)),
        reference => PathOf(reference, name, out var complaint)?.Follow(item, out complaint) is { } value
            ? new ReferenceValue(value, "")
            : new ReferenceValue(null, $"An item gave nothing here. {complaint}"));
}
