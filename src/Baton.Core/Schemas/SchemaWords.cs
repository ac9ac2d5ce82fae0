using System.Globalization;
using System.Text.Json;

namespace Baton.Schemas;

/// <summary>What is wrong with a value, in words.</summary>
internal static class SchemaWords
{
    public static string NotValid(JsonPlace at, JsonElement value, string? name = null) =>
        (name ?? at.Name) is { } known ? $"The value {JsonText.Show(value)} is not valid for {known}." : $"The value {JsonText.Show(value)} is not valid here.";

    public static string Length(JsonPlace at, int length, int? min, int max)
    {
        var allowed = max == int.MaxValue ? $"at least {min}" : min is > 0 ? $"{min} to {max}" : $"at most {max}";

        return $"{at.Name ?? "The text"} has {Count(length, "character")}. Allowed: {allowed}.";
    }

    public static string ItemCount(JsonPlace at, int count, int? min, int? max)
    {
        var allowed = (min, max) switch
        {
            (> 0, { }) => $"{min} to {max}",
            (_, null) => $"at least {min}",
            (_, { }) => $"at most {max}",
        };

        return $"{at.Name ?? "The list"} has {Count(count, "item")}. Allowed: {allowed}.";
    }

    public static string Kinds(SchemaTypes types) => string.Join(" or ", KindNames(types));

    private static IEnumerable<string> KindNames(SchemaTypes types)
    {
        if (types.HasFlag(SchemaTypes.Text))
        {
            yield return "text";
        }

        if ((types & (SchemaTypes.Number | SchemaTypes.Integer)) != 0)
        {
            yield return types.HasFlag(SchemaTypes.Number) ? "a number" : "a whole number";
        }

        if (types.HasFlag(SchemaTypes.Boolean))
        {
            yield return "true or false";
        }

        if (types.HasFlag(SchemaTypes.List))
        {
            yield return "a list";
        }

        if (types.HasFlag(SchemaTypes.Map))
        {
            yield return "an object";
        }

        if (types == SchemaTypes.Null)
        {
            yield return "null";
        }
    }

    private static string Count(int count, string of) => count == 1 ? $"1 {of}" : string.Create(CultureInfo.InvariantCulture, $"{count} {of}s");
}
