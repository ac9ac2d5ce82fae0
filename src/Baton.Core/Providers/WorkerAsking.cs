using System.Collections.Frozen;

namespace Baton.Providers;

/// <summary>A worker that asks for jobs, and what speaks for it.</summary>
/// <param name="Slots">How many jobs it does at a time.</param>
/// <param name="FreeSlots">How many of them are free.</param>
/// <param name="Resources">What is present there, such as the AIRs of models.</param>
public sealed record WorkerAsking(WorkerId Id, int Slots, int FreeSlots, FrozenSet<string> Resources)
{
    /// <summary>A worker with one slot and nothing local.</summary>
    public static WorkerAsking Plain(WorkerId id) => new(id, 1, 1, FrozenSet<string>.Empty);

    /// <summary>How many of these are present there.</summary>
    public int CountLocal(IReadOnlyCollection<string> wanted)
    {
        var count = 0;
        if (Resources.Count > 0)
        {
            foreach (var resource in wanted)
            {
                count += Resources.Contains(resource) ? 1 : 0;
            }
        }

        return count;
    }
}
