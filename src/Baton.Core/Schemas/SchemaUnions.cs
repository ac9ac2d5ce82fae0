using System.Text.Json;

namespace Baton.Schemas;

/// <summary>Makes unions of variants that have been read. What tells them apart is what the document says does; without that, it is their shape.</summary>
internal static class SchemaUnions
{
    public static SchemaUnion Make(JsonElement document, List<(JsonElement Document, Schema Schema)> variants)
    {
        var discriminator = Declared(document);
        if (discriminator is null)
        {
            return new SchemaUnion(null, [.. variants.Select(v => new SchemaVariant(null, v.Schema))], null);
        }

        var named = variants
            .SelectMany(v => ValuesOf(document, v.Document, v.Schema, discriminator).Select(value => new SchemaVariant(value, v.Schema)))
            .ToList();
        var union = new SchemaUnion(discriminator, named, DefaultOf(variants, discriminator));
        foreach (var variant in variants)
        {
            variant.Schema.Union?.NestInto(union);
        }

        return union;
    }

    /// <summary>The pointers to all variants by the values of the discriminator; null when the document does not give them.</summary>
    public static IReadOnlyList<(string Value, string Pointer)>? Mapping(JsonElement document) =>
        document.TryGetProperty("discriminator", out var discriminator) && discriminator.TryGetProperty("mapping", out var mapping)
            ? [.. mapping.EnumerateObject().Select(m => (m.Name, m.Value.GetString()!))]
            : null;

    /// <summary>A union whose variants are read when a value says that it is one.</summary>
    public static SchemaUnion MakeAsNeeded(Schema owner, IReadOnlyList<(string Value, string Pointer)> mapping, Func<string, Schema> read)
    {
        var discriminator = Declared(owner.Document)!;
        SchemaUnion? union = null;
        var variants = mapping.Select(m => new SchemaVariant(m.Value, () => Nested(read(m.Pointer), union!))).ToList();
        var otherwise = owner.Member(discriminator)?.Schema.Default;
        union = new SchemaUnion(discriminator, variants, otherwise?.ValueKind == JsonValueKind.String ? otherwise.Value.GetString() : null);

        return union;
    }

    private static Schema Nested(Schema variant, SchemaUnion outer)
    {
        variant.Union?.NestInto(outer);

        return variant;
    }

    private static string? Declared(JsonElement document) =>
        document.TryGetProperty("discriminator", out var discriminator) && discriminator.TryGetProperty("propertyName", out var name)
            ? name.GetString()
            : null;

    private static string? Fixed(Schema schema, string member) => schema.Member(member)?.Schema.Choices?.OnlyText;

    private static IEnumerable<string> ValuesOf(JsonElement union, JsonElement document, Schema schema, string discriminator)
    {
        var mapped = Mapped(union, document).ToList();

        return mapped.Count > 0 ? mapped
            : Fixed(schema, discriminator) is { } value ? [value]
            : schema.Member(discriminator)?.Schema.Choices?.Values.Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)
            ?? throw new FormatException($"A variant does not say its value of the discriminator '{discriminator}'.");
    }

    private static IEnumerable<string> Mapped(JsonElement union, JsonElement variant) =>
        union.TryGetProperty("discriminator", out var discriminator)
        && discriminator.TryGetProperty("mapping", out var mapping)
        && variant.TryGetProperty("$ref", out var pointer)
            ? mapping.EnumerateObject().Where(m => m.Value.ValueEquals(pointer.GetString())).Select(m => m.Name)
            : [];

    private static string? DefaultOf(List<(JsonElement Document, Schema Schema)> variants, string discriminator) => variants
        .Select(v => v.Schema.Member(discriminator)?.Schema.Default)
        .FirstOrDefault(v => v?.ValueKind == JsonValueKind.String)?.GetString();
}
