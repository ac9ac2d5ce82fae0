using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Baton.Schemas;

namespace Baton.References;

/// <summary>The references that stand in a JSON value.</summary>
public static class InputReferences
{
    // Deeper values are faults by themselves; the walk must only not fail on them.
    private const int DepthMax = 512;

    /// <summary>All of them, in the order they stand there.</summary>
    public static ImmutableArray<Reference> Find(JsonElement input)
    {
        if (!MayHaveAny(input))
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<Reference>();
        Walk(input, new JsonPlace(), found);

        return found.ToImmutable();
    }

    /// <summary>
    /// The value with each reference replaced by what it leads to. A reference that leads nowhere stays, and is a fault at its place.
    /// </summary>
    public static Resolution Resolve(JsonElement input, IEnumerable<Reference> references, Func<Reference, ReferenceValue> valueOf)
    {
        var edits = new JsonEdits(input);
        var faults = ImmutableArray.CreateBuilder<Fault>();
        foreach (var reference in references)
        {
            var (value, complaint) = valueOf(reference);
            if (value is not { } known)
            {
                faults.Add(new Fault(reference.SourcePlace, complaint));
            }
            else if (reference.Use == ReferenceUse.Items)
            {
                edits.Insert(reference.Value, "items", known);
            }
            else
            {
                edits.Replace(reference.Value, known);
            }
        }

        return new Resolution(edits.Apply(), faults.ToImmutable());
    }

    // Most inputs have none, and one search through the bytes tells. A backslash could hide one: "\u0024ref".
    private static bool MayHaveAny(JsonElement input)
    {
        var raw = JsonMarshal.GetRawUtf8Value(input);

        return raw.IndexOf("$ref"u8) >= 0 || raw.IndexOf("\\u"u8) >= 0;
    }

    private static void Walk(JsonElement value, JsonPlace at, ImmutableArray<Reference>.Builder found)
    {
        if (at.Depth > DepthMax)
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                at.Enter(index++);
                Walk(item, at, found);
                at.Leave();
            }
        }
        else if (JsonReference.Is(value))
        {
            found.Add(Read(value, at.Path));
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                at.Enter(member.Name);
                Walk(member.Value, at, found);
                at.Leave();
            }
        }
    }

    internal static Reference Read(JsonElement value, string place, ReferenceUse use = ReferenceUse.Value) => new(
        place,
        value.GetProperty("$ref"u8).GetString()!,
        value.TryGetProperty("path"u8, out var path) && path.ValueKind == JsonValueKind.String ? path.GetString() : null,
        value,
        use);
}

/// <summary>What a reference leads to; null when nowhere, and why.</summary>
public readonly record struct ReferenceValue(JsonElement? Value, string Complaint);

/// <summary>An input with its references replaced, and what could not be.</summary>
public readonly record struct Resolution(JsonElement Value, ImmutableArray<Fault> Faults);
