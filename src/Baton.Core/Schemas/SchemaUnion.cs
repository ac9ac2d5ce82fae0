using System.Text.Json;

namespace Baton.Schemas;

/// <summary>An <c>anyOf</c> or <c>oneOf</c>; mostly told apart by a discriminator, sometimes by the kind of value.</summary>
internal sealed class SchemaUnion(string? discriminator, IReadOnlyList<SchemaVariant> variants, string? defaultValue)
{
    private readonly Dictionary<string, SchemaVariant> _byValue = variants
        .Where(v => v.Value is not null)
        .DistinctBy(v => v.Value, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(v => v.Value!, StringComparer.OrdinalIgnoreCase);

    /// <summary>The member that tells variants apart; null when only their shape does.</summary>
    public string? Discriminator => discriminator;

    public IReadOnlyList<SchemaVariant> Variants => variants;

    /// <summary>Taken when the discriminator is absent; null when it is required.</summary>
    public SchemaVariant? Default { get; } = defaultValue is null ? null : variants.FirstOrDefault(v => v.Value == defaultValue);

    /// <summary>The union that this one is nested in as a variant of: an engine's models, say.</summary>
    public SchemaUnion? Outer { get; private set; }

    public string Listed => JsonText.List(variants.Select(v => v.Value).OfType<string>());

    public SchemaVariant? Find(string value) => _byValue.GetValueOrDefault(value);

    /// <summary>The variant that this object says it is, or would be by default; null when that cannot be told.</summary>
    public SchemaVariant? Choose(JsonElement value)
    {
        if (discriminator is null || value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return value.TryGetProperty(discriminator, out var chosen) && chosen.ValueKind != JsonValueKind.Null
            ? chosen.ValueKind == JsonValueKind.String ? Find(chosen.GetString()!) : null
            : Default;
    }

    /// <summary>The variants of this union, or of one around it, that have the member.</summary>
    public (SchemaUnion Union, IReadOnlyList<string> Owners)? OwnersOf(string member)
    {
        for (var union = this; union is not null; union = union.Outer)
        {
            var owners = union.Variants.Where(v => v.Value is not null && v.Schema.HasMember(member)).Select(v => v.Value!).ToList();
            if (owners.Count > 0)
            {
                return (union, owners);
            }
        }

        return null;
    }

    internal void NestInto(SchemaUnion outer) => Outer = outer;
}
