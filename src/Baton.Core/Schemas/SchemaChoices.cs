using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Baton.Schemas;

/// <summary>The values of an <c>enum</c> or a <c>const</c>. Texts are matched without regard to case and written as declared.</summary>
internal sealed class SchemaChoices
{
    private readonly JsonElement[] _values;
    private readonly byte[][] _raw;
    private readonly FrozenDictionary<string, JsonElement> _byText;

    public SchemaChoices(IEnumerable<JsonElement> values)
    {
        _values = [.. values.DistinctBy(v => v.GetRawText())];
        _raw = [.. _values.Select(v => Encoding.UTF8.GetBytes(v.GetRawText()))];
        _byText = _values.Where(v => v.ValueKind == JsonValueKind.String)
            .DistinctBy(v => v.GetString()!, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(v => v.GetString()!, StringComparer.OrdinalIgnoreCase);
    }

    public IEnumerable<JsonElement> Values => _values;

    /// <summary>What may be written, for a message.</summary>
    public string Listed => JsonText.List(_values
        .Where(v => v.ValueKind != JsonValueKind.Null)
        .Select(v => v.ValueKind == JsonValueKind.String ? v.GetString()! : v.GetRawText()));

    /// <summary>The only text there is to choose, as a discriminator has it; otherwise null.</summary>
    public string? OnlyText => _values is [{ ValueKind: JsonValueKind.String } only] ? only.GetString() : null;

    /// <summary>Finds the declared value. <paramref name="canonical"/> is given only when it is spelled otherwise.</summary>
    public bool Has(JsonElement value, out JsonElement? canonical)
    {
        canonical = null;
        var raw = JsonMarshal.GetRawUtf8Value(value);
        foreach (var choice in _raw)
        {
            if (raw.SequenceEqual(choice))
            {
                return true;
            }
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            var found = raw.Length <= 1024 && _byText.TryGetValue(value.GetString()!, out var declared);
            canonical = found ? _byText[value.GetString()!] : null;

            return found;
        }

        return _values.Any(v => v.ValueKind == value.ValueKind && JsonElement.DeepEquals(v, value));
    }
}
