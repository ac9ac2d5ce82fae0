using System.Collections.Immutable;
using System.Text.Json;
using Baton.Schemas;

namespace Baton.Patches;

/// <summary>Reads the body of a PATCH: an array of operations, each with the members that its kind needs.</summary>
public static class PatchReader
{
    public const int OperationsMax = 1000;

    /// <summary>The operations; when there are faults, they are incomplete.</summary>
    public static ImmutableArray<PatchOperation> Read(JsonElement body, ICollection<Fault> faults)
    {
        if (body.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new Fault("$", "A patch is an array of operations."));
            return [];
        }

        if (body.GetArrayLength() > OperationsMax)
        {
            faults.Add(new Fault("$", $"A patch has at most {OperationsMax} operations; this one has {body.GetArrayLength()}."));
            return [];
        }

        return [.. body.EnumerateArray().Select((item, i) => ReadOne(item, $"[{i}]", faults)).OfType<PatchOperation>()];
    }

    private static PatchOperation? ReadOne(JsonElement item, string place, ICollection<Fault> faults)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault(place, "An operation is an object with the members op and path."));
            return null;
        }

        var op = ReadOp(item, place, faults);
        var path = ReadPointer(item, "path", place, faults);
        var from = op is PatchOp.Move or PatchOp.Copy ? ReadPointer(item, "from", place, faults) : null;
        var hasValue = item.TryGetProperty("value", out var value);
        if (op is PatchOp.Add or PatchOp.Replace or PatchOp.Test && !hasValue)
        {
            faults.Add(new Fault($"{place}.value", "The member value is missing."));
        }

        return op is { } known && path is not null ? new PatchOperation(known, path, from, value) : null;
    }

    private static PatchOp? ReadOp(JsonElement item, string place, ICollection<Fault> faults)
    {
        PatchOp? op = !item.TryGetProperty("op", out var name) || name.ValueKind != JsonValueKind.String ? null : name.GetString() switch
        {
            "add" => PatchOp.Add,
            "remove" => PatchOp.Remove,
            "replace" => PatchOp.Replace,
            "move" => PatchOp.Move,
            "copy" => PatchOp.Copy,
            "test" => PatchOp.Test,
            _ => null,
        };
        if (op is null)
        {
            faults.Add(new Fault($"{place}.op", "An operation is one of add, remove, replace, move, copy, test."));
        }

        return op;
    }

    private static JsonPointer? ReadPointer(JsonElement item, string member, string place, ICollection<Fault> faults)
    {
        var pointer = item.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String ? JsonPointer.TryParse(text.GetString()!) : null;
        if (pointer is null)
        {
            faults.Add(new Fault($"{place}.{member}", $"The member {member} is a JSON pointer such as /metadata/title."));
        }

        return pointer;
    }
}
