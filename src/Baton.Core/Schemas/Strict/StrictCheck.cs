using System.Text.Json;

namespace Baton.Schemas;

/// <summary>One look at one value by a schema from outside.</summary>
internal sealed class StrictCheck(JsonPlace at, Findings findings)
{
    /// <summary>How often a schema may look at a part of the value, all in all: alternatives within alternatives would multiply without end.</summary>
    private const int LooksMax = 1_000_000;

    private const int NestingMax = 400;

    private Findings _findings = findings;
    private int _looks;
    private int _nesting;

    public void Walk(StrictSchema schema, JsonElement value)
    {
        if (++_looks > LooksMax || _nesting == NestingMax)
        {
            Fault("The schema has too much to look at here.");
            return;
        }

        _nesting++;
        Look(schema, value);
        _nesting--;
    }

    private void Look(StrictSchema schema, JsonElement value)
    {
        if ((schema.Types & SchemaKeywords.KindOf(value.ValueKind)) == 0)
        {
            Fault(schema.Types == SchemaTypes.None
                ? $"{at.Name ?? "The value"} may not be there."
                : $"{SchemaWords.NotValid(at, value)} It must be {SchemaWords.Kinds(schema.Types)}.");
        }
        else
        {
            WalkChoices(schema.Choices, value);
            WalkChoices(schema.Only, value);
            WalkPlain(schema, value);
            schema.All.ForEach(part => Walk(part, value));
            WalkAlternatives(schema.AnyOf, value, fitsMax: int.MaxValue);
            WalkAlternatives(schema.OneOf, value, fitsMax: 1);
        }
    }

    private void WalkChoices(SchemaChoices? choices, JsonElement value)
    {
        if (choices is not null && !choices.Values.Any(choice => JsonElement.DeepEquals(choice, value)))
        {
            Fault($"{SchemaWords.NotValid(at, value)} Allowed: {choices.Listed}.");
        }
    }

    private void WalkPlain(StrictSchema schema, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: WalkObject(schema, value); break;
            case JsonValueKind.Array: WalkArray(schema, value); break;
            case JsonValueKind.String: WalkText(schema, value); break;
            case JsonValueKind.Number: WalkNumber(schema, value.GetDouble(), value); break;
        }
    }

    private void WalkNumber(StrictSchema schema, double number, JsonElement value)
    {
        if (!schema.Range.Has(number))
        {
            Fault($"{SchemaWords.NotValid(at, value)} Allowed: {schema.Range}.");
        }

        if (!schema.Types.HasFlag(SchemaTypes.Number) && !double.IsInteger(number))
        {
            Fault($"{SchemaWords.NotValid(at, value)} It must be a whole number.");
        }
    }

    private void WalkText(StrictSchema schema, JsonElement value)
    {
        var length = schema.MinLength is null && schema.MaxLength is null ? 0 : JsonText.LengthOf(value);
        if (length < schema.MinLength || length > schema.MaxLength)
        {
            Fault(SchemaWords.Length(at, length, schema.MinLength, schema.MaxLength ?? int.MaxValue));
        }

        if (schema.Pattern is { } pattern && !pattern.Matches(value.GetString()!))
        {
            Fault($"{SchemaWords.NotValid(at, value)} It must match {pattern.Text}.");
        }
    }

    private void WalkArray(StrictSchema schema, JsonElement value)
    {
        var count = value.GetArrayLength();
        if (count < schema.MinItems || count > schema.MaxItems)
        {
            Fault(SchemaWords.ItemCount(at, count, schema.MinItems, schema.MaxItems));
        }

        if (schema.UniqueItems && new HashSet<JsonElement>(value.EnumerateArray(), JsonEquality.Instance).Count < count)
        {
            Fault($"{at.Name ?? "The list"} has an item twice.");
        }

        if (schema.Items is { } items)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                at.Enter(index++);
                Walk(items, item);
                at.Leave();
            }
        }
    }

    private void WalkObject(StrictSchema schema, JsonElement value)
    {
        foreach (var (name, member) in schema.Members)
        {
            if (value.TryGetProperty(name, out var inner))
            {
                WalkMember(schema, member, name, inner);
            }
        }

        if (schema.Others is { } others)
        {
            foreach (var property in value.EnumerateObject().Where(property => !schema.Members.ContainsKey(property.Name)))
            {
                WalkMember(schema, others, property.Name, property.Value);
            }
        }

        foreach (var name in schema.Required.Where(name => IsMissing(schema, value, name)))
        {
            _findings.Fault(at.Of(name), $"{name} is required.");
        }
    }

    private void WalkMember(StrictSchema schema, StrictSchema member, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null && !schema.Required.Contains(name))
        {
            return;
        }

        at.Enter(name);
        Walk(member, value);
        at.Leave();
    }

    // Null may be what is asked for, but only the schema of the member itself can say so.
    private static bool IsMissing(StrictSchema schema, JsonElement value, string name) =>
        !value.TryGetProperty(name, out var given) || (given.ValueKind == JsonValueKind.Null && !schema.Members.ContainsKey(name));

    private void WalkAlternatives(IReadOnlyList<StrictSchema>? alternatives, JsonElement value, int fitsMax)
    {
        if (alternatives is null)
        {
            return;
        }

        var (fits, nearest, fewest) = (0, new Findings(), int.MaxValue);
        foreach (var alternative in alternatives)
        {
            var found = Try(alternative, value);
            var faults = found.Faults.Length + ((alternative.Types & SchemaKeywords.KindOf(value.ValueKind)) == 0 ? 1000 : 0);
            fits += found.HasFaults ? 0 : 1;
            (nearest, fewest) = faults < fewest ? (found, faults) : (nearest, fewest);
            if (fits > fitsMax)
            {
                Fault($"{SchemaWords.NotValid(at, value)} It fits more than one of the alternatives of which it must fit one.");
                return;
            }

            if (fits == 1 && fitsMax > 1)
            {
                return;
            }
        }

        // What keeps it from the alternative that it is nearest to says most.
        foreach (var fault in fits == 0 ? nearest.Faults : [])
        {
            _findings.Fault(fault.Path, fault.Message);
        }
    }

    private Findings Try(StrictSchema schema, JsonElement value)
    {
        var outer = _findings;
        var found = _findings = new Findings();
        Walk(schema, value);
        _findings = outer;

        return found;
    }

    private void Fault(string message) => _findings.Fault(at, message);
}
