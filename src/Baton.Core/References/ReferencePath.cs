using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Baton.Schemas;

namespace Baton.References;

/// <summary>Members and indexes to follow from a source: <c>output.images[0].url</c>. Names are matched with regard to case.</summary>
public readonly record struct ReferencePath(ImmutableArray<ReferencePath.Part> Parts)
{
    public static readonly ReferencePath Empty = new([]);

    /// <summary>Reads a path. Null when it is none; <paramref name="complaint"/> says why.</summary>
    public static ReferencePath? TryParse(string text, out string complaint)
    {
        complaint = "";
        var parts = ImmutableArray.CreateBuilder<Part>();
        for (var at = 0; at < text.Length;)
        {
            var next = text[at] == '[' ? ReadIndex(text, ref at) : ReadName(text, ref at, isFirst: parts.Count == 0);
            if (next is not { } part)
            {
                complaint = "A path is made of names and indexes, such as output.images[0].url; wildcards and negative indexes are not known.";

                return null;
            }

            parts.Add(part);
        }

        return new ReferencePath(parts.ToImmutable());
    }

    /// <summary>Two texts of paths, one after the other.</summary>
    internal static string Join(string first, string? second) =>
        first.Length == 0 || second is not { Length: > 0 } ? first + second : second[0] == '[' ? first + second : $"{first}.{second}";

    /// <summary>The rest of the path after the first part.</summary>
    public ReferencePath Rest => new(Parts.RemoveAt(0));

    /// <summary>True when the path begins with this member.</summary>
    public bool BeginsWith(string name) => !Parts.IsDefaultOrEmpty && Parts[0].Name == name;

    /// <summary>The value at the end of the path; null when it does not lead there, and why.</summary>
    public JsonElement? Follow(JsonElement value, out string complaint)
    {
        complaint = "";
        var seen = "";
        foreach (var part in Parts)
        {
            if (part.Next(value) is not { } next)
            {
                complaint = part.Complaint(value, seen);

                return null;
            }

            value = next;
            seen = part.After(seen);
        }

        return value;
    }

    /// <summary>Why no value of this schema can have anything at the end of the path; null when one can.</summary>
    public string? Contradiction(Schema schema)
    {
        var seen = "";
        IReadOnlyList<Schema> found = [schema];
        foreach (var part in Parts)
        {
            var next = found.SelectMany(s => s.At(part.Name)).Distinct().ToList();
            if (next.Count == 0)
            {
                return part.Complaint(found, seen);
            }

            found = next;
            seen = part.After(seen);
        }

        return null;
    }

    public override string ToString() => Parts.IsDefaultOrEmpty ? "" : Parts.Aggregate("", (text, part) => part.After(text));

    private static Part? ReadIndex(string text, ref int at)
    {
        var end = text.IndexOf(']', at);
        if (end < 0 || !int.TryParse(text.AsSpan(at + 1, end - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return null;
        }

        at = end + 1;

        return new Part(null, index);
    }

    private static Part? ReadName(string text, ref int at, bool isFirst)
    {
        if (!isFirst && text[at++] != '.')
        {
            return null;
        }

        var length = text.AsSpan(at).IndexOfAny('.', '[', ']');
        var name = length < 0 ? text[at..] : text.Substring(at, length);
        at += name.Length;

        return name.Length == 0 || name.Contains('*') ? null : new Part(name, -1);
    }

    /// <summary>One member or index.</summary>
    public readonly record struct Part(string? Name, int Index)
    {
        internal JsonElement? Next(JsonElement value) =>
            Name is not null
                ? value.ValueKind == JsonValueKind.Object && value.TryGetProperty(Name, out var member) ? member : null
                : value.ValueKind == JsonValueKind.Array && Index < value.GetArrayLength() ? value[Index] : null;

        internal string After(string seen) =>
            Name is null ? string.Create(CultureInfo.InvariantCulture, $"{seen}[{Index}]") : seen.Length == 0 ? Name : $"{seen}.{Name}";

        internal string Complaint(JsonElement value, string seen) => (Name, value.ValueKind) switch
        {
            (null, JsonValueKind.Array) => string.Create(CultureInfo.InvariantCulture, $"{Owner(seen)} has {value.GetArrayLength()} items, there is no [{Index}]."),
            (null, _) => $"{Owner(seen)} is not a list.",
            (_, JsonValueKind.Object) => $"{Owner(seen)} has no {Shown}.{Known(value.EnumerateObject().Select(m => m.Name))}",
            _ => $"{Owner(seen)} is not an object.",
        };

        internal string Complaint(IReadOnlyList<Schema> schemas, string seen)
        {
            var members = schemas.SelectMany(s => s.MemberNames).Distinct().ToList();

            return Name is null ? $"{Owner(seen)} is not a list."
                : members.Count == 0 ? $"{Owner(seen)} is not an object."
                : $"{Owner(seen)} has no {Shown}.{Known(members)}";
        }

        private string Shown => JsonText.Cut(Name!, 64);

        private static string Owner(string seen) => seen.Length == 0 ? "It" : JsonText.Cut(seen, 128);

        private static string Known(IEnumerable<string> names) => $" It has: {JsonText.List(names.Select(n => JsonText.Cut(n, 64)))}.";
    }
}
