using Baton.Patches;
using Baton.Problems;
using Baton.Schemas;

namespace Baton.Workflows;

/// <summary>Which members of a document a patch may touch, and how a patch that cannot be carried out is answered.</summary>
internal static class PatchRoots
{
    public static List<Fault> Check(IReadOnlyList<PatchOperation> operations, IReadOnlyCollection<string> roots)
    {
        var faults = new List<Fault>();
        for (var i = 0; i < operations.Count; i++)
        {
            Check(operations[i].Path, $"[{i}].path");
            Check(operations[i].From, $"[{i}].from");
        }

        return faults;

        void Check(JsonPointer? pointer, string place)
        {
            if (pointer is not null && (pointer.IsRoot || !roots.Contains(pointer.Tokens[0])))
            {
                faults.Add(new Fault(place, $"'{pointer}' cannot be patched; {string.Join(", ", roots.Select(r => "/" + r))} can."));
            }
        }
    }

    /// <summary>A test that fails is about the state, so the caller may read again; anything else is about the patch.</summary>
    public static ProblemResult Refuse(PatchOutcome.Faulty faulty) => faulty.IsTest
        ? Problem.PatchTestFailed.ToResult($"Operation {faulty.Operation}: {faulty.Message} Nothing was changed.")
        : Problem.Invalid($"[{faulty.Operation}].{faulty.Member}", faulty.Message);
}
