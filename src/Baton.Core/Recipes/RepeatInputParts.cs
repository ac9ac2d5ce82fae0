using System.Text.Json;
using Baton.Schemas;

namespace Baton.Recipes;

/// <summary>The parts of a <c>repeat</c> input.</summary>
/// <param name="Items">The list, once the reference to it is resolved.</param>
internal sealed record RepeatInputParts(
    JsonElement Value, JsonElement For, string As, JsonElement? Items, JsonElement Template, string Type, JsonElement Input)
{
    /// <summary>Null when a part is missing; the schema says which.</summary>
    public static RepeatInputParts? Read(JsonElement value) =>
        JsonMembers.Find(value, "for") is { } clause && JsonMembers.Text(clause, "as") is { } name && JsonReference.Is(clause)
        && JsonMembers.Find(value, "template") is { } template && JsonMembers.Text(template, "$type") is { } type
        && JsonMembers.Find(template, "input") is { } input
            ? new RepeatInputParts(value, clause, name, clause.TryGetProperty("items", out var items) ? items : null, template, type, input)
            : null;
}
