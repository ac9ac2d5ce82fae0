using System.Text.Json;

namespace Baton.Schemas;

/// <summary>Objects and unions.</summary>
internal sealed partial class SchemaValidator
{
    private const int MembersInMask = 64;

    private void WalkObject(Schema schema, JsonElement value, SchemaUnion? variantOf)
    {
        var members = schema.Members;
        if (members.Length == 0 && variantOf is null && schema.Others is null)
        {
            WalkFree(value);

            return;
        }

        ulong mask = 0;
        var many = members.Length > MembersInMask ? new bool[members.Length] : null;
        var next = 0;
        foreach (var property in value.EnumerateObject())
        {
            var index = IndexOf(members, property, next);
            if (index < 0)
            {
                WalkOther(schema, property, variantOf);

                continue;
            }

            next = index + 1;
            if (many is null ? (mask & (1UL << index)) != 0 : many[index])
            {
                findings.Fault(at.Of(members[index].Name), $"{members[index].Name} is there twice.");
            }

            WalkMember(members[index], property.Value);
            mask |= many is null ? 1UL << index : 0;
            Mark(many, index);
        }

        CheckRequired(members, mask, many);
    }

    private static void Mark(bool[]? seen, int index)
    {
        if (seen is not null)
        {
            seen[index] = true;
        }
    }

    private void WalkMember(SchemaMember member, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null && (member.Schema.Types & SchemaTypes.Null) == 0)
        {
            AbsentAsNull(member, value);

            return;
        }

        at.Enter(member.Name);
        Walk(member.Schema, value);
        at.Leave();
    }

    // Many clients write null for what they have not set. Where null itself means nothing, that is what it means.
    private void AbsentAsNull(SchemaMember member, JsonElement value)
    {
        if (member.Required)
        {
            findings.Fault(at.Of(member.Name), $"{member.Name} is required.{Hint(member.Schema)}");
        }
        else
        {
            _edits.Drop(value);
        }
    }

    private void CheckRequired(SchemaMember[] members, ulong mask, bool[]? many)
    {
        for (var i = 0; i < members.Length; i++)
        {
            if (members[i].Required && (many is null ? (mask & (1UL << i)) == 0 : !many[i]))
            {
                findings.Fault(at.Of(members[i].Name), $"{members[i].Name} is required.{Hint(members[i].Schema)}");
            }
        }
    }

    private static string Hint(Schema schema) => schema.Choices is { } choices ? $" Allowed: {choices.Listed}." : "";

    private void WalkOther(Schema schema, JsonProperty property, SchemaUnion? variantOf)
    {
        if (schema.Others is { } others)
        {
            at.Enter(property.Name);
            Walk(others, property.Value);
            at.Leave();
        }
        else if (variantOf?.OwnersOf(property.Name) is { } owned)
        {
            findings.Fault(
                at.Of(property.Name),
                $"{property.Name} does not go with this {owned.Union.Discriminator}. It goes with: {JsonText.List(owned.Owners)}.");
        }
        else
        {
            Unknown(property, Suggest(schema, property.Name));
        }
    }

    private static string Suggest(Schema schema, string name) =>
        Array.Find(schema.Members, m => string.Equals(m.Name, name, StringComparison.OrdinalIgnoreCase)) is { } meant
            ? $" Did you mean {meant.Name}?"
            : "";

    private void WalkUnion(Schema schema, SchemaUnion union, JsonElement value)
    {
        if (union.Discriminator is not { } name || value.ValueKind != JsonValueKind.Object)
        {
            WalkByShape(union, value);
        }
        else if (!value.TryGetProperty(name, out var chosen) || chosen.ValueKind == JsonValueKind.Null)
        {
            WalkDefault(union, name, value, chosen);
        }
        else if (chosen.ValueKind == JsonValueKind.String && union.Find(chosen.GetString()!) is { } variant)
        {
            WalkVariant(union, variant, value);
        }
        else if (rules.ReferencesAllowed && JsonReference.Is(chosen))
        {
            // Which variant it is shows when the reference is resolved; all is checked again then.
            WalkFree(value);
        }
        else
        {
            at.Enter(name);
            findings.Fault(at, $"{NotValid(chosen)} Allowed: {union.Listed}.");
            at.Leave();
        }
    }

    private void WalkDefault(SchemaUnion union, string name, JsonElement value, JsonElement chosen)
    {
        if (union.Default is not { } variant)
        {
            findings.Fault(at.Of(name), $"{name} is required. Allowed: {union.Listed}.");

            return;
        }

        if (chosen.ValueKind == JsonValueKind.Null)
        {
            _edits.Drop(chosen);
        }

        // Readers of the type need the discriminator to know what to make of the object.
        _edits.Insert(value, name, variant.Schema.Member(name)!.Schema.Default!.Value);
        WalkVariant(union, variant, value, named: false);
    }

    private void WalkVariant(SchemaUnion union, SchemaVariant variant, JsonElement value, bool named = true)
    {
        if (variant.Schema.Union is { } inner)
        {
            WalkUnion(variant.Schema, inner, value);
        }
        else
        {
            WalkObject(named || variant.Schema.Member(union.Discriminator!) is not { Required: true } ? variant.Schema : variant.Schema.Without(union.Discriminator!), value, union);
        }
    }

    private void WalkByShape(SchemaUnion union, JsonElement value)
    {
        var candidates = union.Variants.Where(v => (v.Schema.Types & SchemaKeywords.KindOf(value.ValueKind)) != 0).ToList();
        if (candidates is [var only])
        {
            Walk(only.Schema, value);

            return;
        }

        // The first that fits; if none does, the complaints of the one that has fewest.
        var (best, fewest) = (candidates[0], int.MaxValue);
        foreach (var candidate in candidates)
        {
            var (found, edits) = (findings.Now, _edits.Count);
            Walk(candidate.Schema, value);
            var faults = findings.Now.FaultsInAll - found.FaultsInAll;
            if (faults == 0)
            {
                return;
            }

            (best, fewest) = faults < fewest ? (candidate, faults) : (best, fewest);
            findings.GoBackTo(found);
            _edits.GoBackTo(edits);
        }

        Walk(best.Schema, value);
    }
}
