using System.Runtime.InteropServices;
using System.Text.Json;

namespace Baton.Schemas;

/// <summary>
/// One walk over one value: what is wrong goes to the findings, what is written otherwise than it is kept goes to the edits.
/// The value is never read into objects, so that a body that is right costs next to nothing.
/// </summary>
internal sealed partial class SchemaValidator(JsonElement root, JsonPlace at, ValidationRules rules, Findings findings)
{
    private readonly JsonEdits _edits = new(root);

    public JsonElement Validate(Schema schema)
    {
        Walk(schema, root);

        // Of a value with faults nobody keeps anything.
        return _edits.IsEmpty || findings.HasFaults ? root : _edits.Apply();
    }

    private void Walk(Schema schema, JsonElement value)
    {
        if (schema.Format == SchemaFormat.CheckedElsewhere)
        {
            return;
        }

        if (at.Depth > rules.DepthMax)
        {
            findings.Fault(at, $"This is nested deeper than {rules.DepthMax} levels.");
        }
        else if (schema.IsFree)
        {
            WalkFree(value);
        }
        else if (rules.ReferencesAllowed && !schema.DeclaresRef && JsonReference.Is(value))
        {
            WalkReference(value);
        }
        else if ((schema.Types & SchemaKeywords.KindOf(value.ValueKind)) == 0)
        {
            findings.Fault(at, Wrong(value, schema));
        }
        else if (schema.Union is { } union && !(schema.UnionHasNull && value.ValueKind == JsonValueKind.Null))
        {
            WalkUnion(union, value);
        }
        else
        {
            WalkPlain(schema, value, null);
        }
    }

    private void WalkPlain(Schema schema, JsonElement value, SchemaUnion? variantOf)
    {
        if (schema.Choices is { } choices && !WalkChoice(choices, ref value))
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object: WalkObject(schema, value, variantOf); break;
            case JsonValueKind.Array: WalkArray(schema, value); break;
            case JsonValueKind.String: WalkText(schema, value); break;
            case JsonValueKind.Number: WalkNumber(schema, value); break;
        }
    }

    /// <param name="value">From then on as it is declared.</param>
    private bool WalkChoice(SchemaChoices choices, ref JsonElement value)
    {
        if (!choices.Has(value, out var canonical))
        {
            findings.Fault(at, $"{NotValid(value)} Allowed: {choices.Listed}.");

            return false;
        }

        if (canonical is { } declared)
        {
            _edits.Replace(value, declared);
            value = declared;
        }

        return true;
    }

    // What nothing is asked of still has to end somewhere.
    private void WalkFree(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            FreeJson.Check(value, at, rules, findings);
        }
        else if (value.ValueKind == JsonValueKind.String)
        {
            CheckLength(value, null, rules.TextLengthMax);
        }
    }

    private void WalkReference(JsonElement value)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (member.NameEquals("path"u8))
            {
                if (member.Value.ValueKind != JsonValueKind.String)
                {
                    findings.Fault(at.Of("path"), $"{NotValid(member.Value, "path")} It must be text, such as output.images[0].url.");
                }
            }
            else if (!member.NameEquals("$ref"u8))
            {
                Unknown(member, "");
            }
        }
    }

    private void Unknown(JsonProperty member, string hint)
    {
        var path = at.Of(member.Name);
        if (rules.UnknownMembersRefused)
        {
            findings.Fault(path, $"{JsonText.Cut(member.Name, 64)} is not a known member.{hint}");
        }
        else
        {
            findings.Warn($"{path} is not a known member and was ignored.{hint}");
            _edits.Drop(member.Value);
        }
    }

    private string Wrong(JsonElement value, Schema schema) => schema.Choices is { } choices
        ? $"{NotValid(value)} Allowed: {choices.Listed}."
        : $"{NotValid(value)} It must be {SchemaWords.Kinds(schema.Types)}.";

    private string NotValid(JsonElement value, string? name = null) => SchemaWords.NotValid(at, value, name);

    private static int IndexOfAlias(SchemaMember[] members, JsonProperty property) =>
        Array.FindIndex(members, m => m.Aliases.Count > 0 && m.Aliases.Any(property.NameEquals));

    private static bool Is(ReadOnlySpan<byte> rawName, SchemaMember member) => rawName.SequenceEqual(member.Utf8Name);

    private static int IndexOf(SchemaMember[] members, JsonProperty property, int hint)
    {
        // Callers tend to write members in the order of the documentation, so the search goes on from the last one found.
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        for (var i = 0; i < members.Length; i++)
        {
            var candidate = hint + i < members.Length ? hint + i : hint + i - members.Length;
            if (Is(raw, members[candidate]))
            {
                return candidate;
            }
        }

        return raw.Contains((byte)'\\') ? Array.FindIndex(members, m => property.NameEquals(m.Utf8Name)) : -1;
    }
}
