using System.Collections.Immutable;
using System.Text.Json;

namespace Baton.Schemas;

/// <summary>Objects and unions.</summary>
internal sealed partial class SchemaValidator
{
    private const int MembersInMask = 64;

    /// <param name="implied">Discriminators that are not there but known.</param>
    private void WalkObject(Schema schema, JsonElement value, SchemaUnion? variantOf, ImmutableList<string>? implied = null)
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
            index = index < 0 ? IndexOfAlias(members, property) : index;
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

            WalkMember(members[index], property);
            mask |= many is null ? 1UL << index : 0;
            Mark(many, index);
        }

        CheckRequired(members, mask, many, implied);
    }

    private static void Mark(bool[]? seen, int index)
    {
        if (seen is not null)
        {
            seen[index] = true;
        }
    }

    private void WalkMember(SchemaMember member, JsonProperty property)
    {
        var value = property.Value;
        if (value.ValueKind == JsonValueKind.Null && (member.Schema.Types & SchemaTypes.Null) == 0)
        {
            AbsentAsNull(member, value);

            return;
        }

        if (member.Aliases.Count > 0 && !property.NameEquals(member.Utf8Name))
        {
            _edits.Rename(value, member.Name);
        }

        at.Enter(property.Name);
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

    private void CheckRequired(SchemaMember[] members, ulong mask, bool[]? many, ImmutableList<string>? implied)
    {
        for (var i = 0; i < members.Length; i++)
        {
            if (members[i].Required && (many is null ? (mask & (1UL << i)) == 0 : !many[i]) && implied?.Contains(members[i].Name) != true)
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

    private void WalkUnion(SchemaUnion union, JsonElement value, ImmutableList<string>? implied = null)
    {
        if (union.Discriminator is not { } name || value.ValueKind != JsonValueKind.Object)
        {
            WalkByShape(union, value);
        }
        else if (!value.TryGetProperty(name, out var chosen) || chosen.ValueKind == JsonValueKind.Null)
        {
            WalkImplied(union, name, value, chosen, implied ?? []);
        }
        else if (chosen.ValueKind == JsonValueKind.String && union.Find(chosen.GetString()!) is { } variant)
        {
            WalkVariant(union, variant, value, implied);
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

    private void WalkImplied(SchemaUnion union, string name, JsonElement value, JsonElement chosen, ImmutableList<string> implied)
    {
        var variant = union.Default;
        if (variant is null && union.Guess(value) is { } guess)
        {
            variant = guess.Variant;
            findings.Warn($"{at.Of(name)} was not given; '{variant.Value}' was taken, the only one with this {guess.ToldBy}.");
        }

        if (variant is null)
        {
            findings.Fault(at.Of(name), $"{name} is required. Allowed: {union.Listed}.");

            return;
        }

        if (chosen.ValueKind == JsonValueKind.Null)
        {
            _edits.Drop(chosen);
        }

        // Readers of the type need the discriminator to know what to make of the object.
        _edits.Insert(value, name, JsonText.Of(variant.Value!));
        WalkVariant(union, variant, value, implied.Add(name));
    }

    private void WalkVariant(SchemaUnion union, SchemaVariant variant, JsonElement value, ImmutableList<string>? implied)
    {
        if (variant.Schema.Union is { } inner)
        {
            WalkUnion(inner, value, implied);
        }
        else
        {
            WalkObject(variant.Schema, value, union, implied);
        }
    }

    private void WalkByShape(SchemaUnion union, JsonElement value)
    {
        var candidates = union.Variants.Where(v => (v.Schema.Types & SchemaKeywords.KindOf(value.ValueKind)) != 0).ToList();
        if (candidates is [])
        {
            findings.Fault(at, NotValid(value));

            return;
        }

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
