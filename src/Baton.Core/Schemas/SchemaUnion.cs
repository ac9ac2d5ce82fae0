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

    /// <summary>The variant that an object without the discriminator can only be, told by the discriminator inside of it; null when there are several or none.</summary>
    public (SchemaVariant Variant, string ToldBy)? Guess(JsonElement value)
    {
        var candidates = variants.Where(v => v.Value is not null && v.Schema.Union is { Discriminator: not null } inner && inner.Says(value)).Take(2).ToList();

        return candidates is [var only] ? (only, only.Schema.Union!.Discriminator!) : null;
    }

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

    /// <summary>The variants of this union, or of one around it, that have the member. Those of another engine do not count: to this one the member is unknown.</summary>
    public (SchemaUnion Union, IReadOnlyList<string> Owners)? OwnersOf(string member)
    {
        for (var union = this; union is not null && union.Discriminator != "engine"; union = union.Outer)
        {
            var owners = union.Variants.Where(v => v.Value is not null && v.Schema.HasMember(member)).Select(v => v.Value!).ToList();
            if (owners.Count > 0)
            {
                return (union, owners);
            }
        }

        return null;
    }

    private bool Says(JsonElement value) =>
        value.TryGetProperty(discriminator!, out var chosen) && chosen.ValueKind == JsonValueKind.String && Find(chosen.GetString()!) is not null;

    internal void NestInto(SchemaUnion outer) => Outer = outer;
}
