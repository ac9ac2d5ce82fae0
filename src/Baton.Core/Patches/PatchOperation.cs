using System.Text.Json;

namespace Baton.Patches;

/// <summary>The operations of RFC 6902.</summary>
public enum PatchOp
{
    Add,
    Remove,
    Replace,
    Move,
    Copy,
    Test,
}

/// <summary>One operation of a patch.</summary>
/// <param name="From">Set for move and copy.</param>
/// <param name="Value">Defined for add, replace and test.</param>
public sealed record PatchOperation(PatchOp Op, JsonPointer Path, JsonPointer? From, JsonElement Value);
