using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baton.Schemas;

/// <summary>
/// Changes to one JSON value, each bound to the place of a value inside it, carried out in one pass. What is not touched is
/// copied as bytes, and a value without changes is returned as it is.
/// </summary>
public sealed class JsonEdits(JsonElement root)
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Depth was limited when the body was read; what is written here is at most as deep plus what references bring in.
    internal static readonly JsonDocumentOptions Reading = new() { MaxDepth = 1024 };

    private List<Edit>? _edits;

    public bool IsEmpty => _edits is null or { Count: 0 };

    internal int Count => _edits?.Count ?? 0;

    /// <summary>Puts a value in the place of another.</summary>
    public void Replace(JsonElement old, JsonElement value) => Replace(OffsetOf(old), value);

    /// <summary>Puts a value in the place of the one that begins at this offset.</summary>
    internal void Replace(int offset, JsonElement value) => Add(new Edit(offset, EditKind.Replace, null, value));

    /// <summary>Leaves out the member or item that has this value.</summary>
    public void Drop(JsonElement old) => Add(new Edit(OffsetOf(old), EditKind.Drop, null, default));

    /// <summary>Gives an object one more member, before the others.</summary>
    public void Insert(JsonElement owner, string name, JsonElement value) => Insert(OffsetOf(owner), name, value);

    internal void Insert(int offset, string name, JsonElement value) => Add(new Edit(offset, EditKind.Insert, name, value));

    /// <summary>Gives the member that has this value another name.</summary>
    public void Rename(JsonElement value, string name) => Add(new Edit(OffsetOf(value), EditKind.Rename, name, default));

    internal void GoBackTo(int count) => _edits?.RemoveRange(count, _edits.Count - count);

    /// <summary>Where a value begins, in bytes from the beginning of the root.</summary>
    internal int OffsetOf(JsonElement value) =>
        JsonMarshal.GetRawUtf8Value(root).Overlaps(JsonMarshal.GetRawUtf8Value(value), out var offset)
            ? offset
            : throw new ArgumentException("The value is not a part of the one that is edited.", nameof(value));

    /// <summary>True when both are the very same bytes in memory, which is how a value without changes is returned.</summary>
    internal static bool AreSame(JsonElement a, JsonElement b) =>
        Unsafe.AreSame(in MemoryMarshal.GetReference(JsonMarshal.GetRawUtf8Value(a)), in MemoryMarshal.GetReference(JsonMarshal.GetRawUtf8Value(b)));

    /// <summary>The value with all changes made.</summary>
    public JsonElement Apply()
    {
        if (IsEmpty)
        {
            return root;
        }

        _edits = [.. _edits!.OrderBy(e => e.Offset).ThenBy(e => e.Kind)];
        var buffer = new ArrayBufferWriter<byte>(JsonMarshal.GetRawUtf8Value(root).Length + 256);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            var next = 0;
            Write(writer, root, ref next);
        }

        return JsonElement.Parse(buffer.WrittenSpan, Reading);
    }

    private void Write(Utf8JsonWriter writer, JsonElement value, ref int next)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        var begin = OffsetOf(value);
        if (next >= _edits!.Count || _edits[next].Offset >= begin + raw.Length)
        {
            writer.WriteRawValue(raw, skipInputValidation: true);
        }
        else if (_edits[next] is { Kind: EditKind.Replace } edit && edit.Offset == begin)
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(edit.Value), skipInputValidation: true);
            SkipTo(begin + raw.Length, ref next);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            WriteObject(writer, value, begin, ref next);
        }
        else
        {
            WriteArray(writer, value, ref next);
        }
    }

    private void WriteObject(Utf8JsonWriter writer, JsonElement value, int begin, ref int next)
    {
        writer.WriteStartObject();
        for (; next < _edits!.Count && _edits[next] is { Kind: EditKind.Insert } edit && edit.Offset == begin; next++)
        {
            writer.WritePropertyName(edit.Name!);
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(edit.Value), skipInputValidation: true);
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!IsDropped(member.Value, ref next))
            {
                writer.WritePropertyName(NameOf(member, ref next));
                Write(writer, member.Value, ref next);
            }
        }

        writer.WriteEndObject();
    }

    private string NameOf(JsonProperty member, ref int next) =>
        next < _edits!.Count && _edits[next].Kind == EditKind.Rename && _edits[next].Offset == OffsetOf(member.Value) ? _edits[next++].Name! : member.Name;

    private void WriteArray(Utf8JsonWriter writer, JsonElement value, ref int next)
    {
        writer.WriteStartArray();
        foreach (var item in value.EnumerateArray())
        {
            if (!IsDropped(item, ref next))
            {
                Write(writer, item, ref next);
            }
        }

        writer.WriteEndArray();
    }

    private bool IsDropped(JsonElement value, ref int next)
    {
        if (next >= _edits!.Count || _edits[next].Kind != EditKind.Drop || _edits[next].Offset != OffsetOf(value))
        {
            return false;
        }

        SkipTo(OffsetOf(value) + JsonMarshal.GetRawUtf8Value(value).Length, ref next);

        return true;
    }

    // Changes inside of what has just been replaced or left out have nothing to change any more.
    private void SkipTo(int end, ref int next)
    {
        while (next < _edits!.Count && _edits[next].Offset < end)
        {
            next++;
        }
    }

    private void Add(Edit edit) => (_edits ??= []).Add(edit);

    // In the order in which edits of one place are carried out.
    private enum EditKind
    {
        Rename,
        Insert,
        Replace,
        Drop,
    }

    private sealed record Edit(int Offset, EditKind Kind, string? Name, JsonElement Value);
}
