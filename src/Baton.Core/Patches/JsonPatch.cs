using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Patches;

/// <summary>
/// RFC 6902 over a JSON document, exactly: all operations or none, pointers by RFC 6901, equality by value. Members that an operation does not
/// define, such as a <c>value</c> on a <c>remove</c>, are ignored as section 4 asks.
/// </summary>
public static class JsonPatch
{
    /// <summary>The same as for a body, so that what a patch makes can be read again.</summary>
    public const int DepthMax = 64;

    /// <summary>A few copies of copies would fill the memory.</summary>
    public const int CopiedCharsMax = 4 * 1024 * 1024;

    /// <summary>Carries the operations out on a copy of <paramref name="document"/>.</summary>
    public static PatchOutcome Apply(JsonNode? document, IReadOnlyList<PatchOperation> operations)
    {
        var root = document?.DeepClone();
        var copied = 0L;
        for (var i = 0; i < operations.Count; i++)
        {
            if (Apply(ref root, operations[i], ref copied) is { } fault)
            {
                return new PatchOutcome.Faulty(i, fault.Member, fault.Message, IsTest: operations[i].Op == PatchOp.Test && fault.Member == "value");
            }
        }

        return new PatchOutcome.Patched(root);
    }

    private static PatchFault? Apply(ref JsonNode? root, PatchOperation operation, ref long copied) => operation.Op switch
    {
        PatchOp.Add => Add(ref root, operation.Path, Copy(operation.Value)),
        PatchOp.Remove => Remove(ref root, operation.Path, "path", out _),
        PatchOp.Replace => Replace(ref root, operation.Path, Copy(operation.Value)),
        PatchOp.Move => Move(ref root, operation),
        PatchOp.Copy => Copy(ref root, operation, ref copied),
        PatchOp.Test => Test(root, operation),
    };

    private static PatchFault? Add(ref JsonNode? root, JsonPointer path, JsonNode? value)
    {
        if (path.Tokens.Length + DepthOf(value) > DepthMax)
        {
            return new PatchFault("path", $"The document would be more than {DepthMax} levels deep.");
        }

        if (path.IsRoot)
        {
            root = value;
            return null;
        }

        return PatchTarget.TryRead(root, path.Parent, out var parent)
            ? PatchTarget.Insert(parent, path, value)
            : new PatchFault("path", $"There is nothing at '{path.Parent}' to add to; add that first.");
    }

    private static PatchFault? Remove(ref JsonNode? root, JsonPointer path, string member, out JsonNode? removed)
    {
        if (!PatchTarget.TryRead(root, path, out removed))
        {
            return Missing(member, path);
        }

        if (path.IsRoot)
        {
            root = null;
            return null;
        }

        PatchTarget.TryRead(root, path.Parent, out var parent);
        PatchTarget.Take(parent!, path);
        return null;
    }

    private static PatchFault? Replace(ref JsonNode? root, JsonPointer path, JsonNode? value)
    {
        if (Remove(ref root, path, "path", out _) is { } fault)
        {
            return fault;
        }

        return Add(ref root, path, value);
    }

    private static PatchFault? Copy(ref JsonNode? root, PatchOperation operation, ref long copied)
    {
        if (!PatchTarget.TryRead(root, operation.From!, out var source))
        {
            return Missing("from", operation.From!);
        }

        copied += source?.ToJsonString().Length ?? 0;
        return copied > CopiedCharsMax
            ? new PatchFault("from", $"The patch copies more than {CopiedCharsMax} characters.")
            : Add(ref root, operation.Path, source?.DeepClone());
    }

    private static PatchFault? Move(ref JsonNode? root, PatchOperation operation)
    {
        if (operation.Path.IsBelow(operation.From!))
        {
            return new PatchFault("path", $"'{operation.From}' cannot be moved into itself.");
        }

        return Remove(ref root, operation.From!, "from", out var moved) ?? Add(ref root, operation.Path, moved);
    }

    private static PatchFault? Test(JsonNode? root, PatchOperation operation)
    {
        if (!PatchTarget.TryRead(root, operation.Path, out var actual))
        {
            return Missing("path", operation.Path);
        }

        return JsonNode.DeepEquals(actual, Copy(operation.Value)) ? null : new PatchFault("value", $"The value at '{operation.Path}' is another.");
    }

    private static PatchFault Missing(string member, JsonPointer pointer) => new(member, $"There is nothing at '{pointer}'.");

    /// <summary>A node of its own for each use: a node has one parent.</summary>
    private static JsonNode? Copy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };

    private static int DepthOf(JsonNode? value) => value switch
    {
        JsonObject members => 1 + members.Select(m => DepthOf(m.Value)).DefaultIfEmpty().Max(),
        JsonArray items => 1 + items.Select(DepthOf).DefaultIfEmpty().Max(),
        _ => 0,
    };
}

/// <summary>What came of a patch.</summary>
public abstract record PatchOutcome
{
    private PatchOutcome()
    {
    }

    /// <summary>All operations were carried out on a copy.</summary>
    public sealed record Patched(JsonNode? Document) : PatchOutcome;

    /// <summary>An operation could not be carried out, so none was.</summary>
    /// <param name="Operation">Its index.</param>
    /// <param name="Member">The member of the operation that is at fault.</param>
    /// <param name="IsTest">It was a test whose value differs.</param>
    public sealed record Faulty(int Operation, string Member, string Message, bool IsTest) : PatchOutcome;
}

/// <summary>Why an operation cannot be carried out.</summary>
internal sealed record PatchFault(string Member, string Message);
