using System.Text.Json;

namespace Baton.References;

/// <summary>A reference as it stands in an input.</summary>
/// <param name="Place">Where, from the input on: <c>transforms[1].targetWidth</c>; empty when it stands for the whole input.</param>
/// <param name="Source">The text of <c>$ref</c>.</param>
/// <param name="Path">The text of <c>path</c>; null when there is none.</param>
/// <param name="Value">The object itself.</param>
/// <param name="Use">What becomes of the value it leads to.</param>
public sealed record Reference(string Place, string Source, string? Path, JsonElement Value, ReferenceUse Use = ReferenceUse.Value)
{
    /// <summary>Where a fault of the source is shown.</summary>
    public string SourcePlace => Place.Length == 0 ? "$ref" : $"{Place}.$ref";

    /// <summary>Where a fault of the path is shown: the dotted form has no member of its own for it.</summary>
    public string PathPlace => Path is null ? SourcePlace : Place.Length == 0 ? "path" : $"{Place}.path";
}

/// <summary>What becomes of the value a reference leads to.</summary>
public enum ReferenceUse
{
    /// <summary>It takes the place of the reference.</summary>
    Value,

    /// <summary>It is the list of a <c>for</c> clause, which keeps it beside the reference as <c>items</c>.</summary>
    Items,
}
