using Baton.Contracts.Workflows;

namespace Baton.Workflows;

/// <summary>How the status of a whole follows from those of its parts (invariant Rollup).</summary>
public static class Rollup
{
    /// <summary>
    /// All ended: failed before expired before canceled before succeeded. Else the furthest of those held; and once a part
    /// has succeeded while others still wait, the whole is under way. No parts at all have all succeeded.
    /// </summary>
    public static WorkflowStatus Of(IEnumerable<WorkflowStatus> parts)
    {
        var all = Tally.None;
        foreach (var part in parts)
        {
            all = all.With(part);
        }

        return all.Status;
    }

    /// <summary>What has been seen of the parts so far.</summary>
    private readonly record struct Tally(WorkflowStatus? Worst, WorkflowStatus? Furthest, bool AnyWaiting)
    {
        public static readonly Tally None = new(null, null, false);

        public WorkflowStatus Status =>
            Furthest is { } held ? held
            : !AnyWaiting ? Worst ?? WorkflowStatus.Succeeded
            : Worst is null ? WorkflowStatus.Unassigned
            : WorkflowStatus.Processing;

        public Tally With(WorkflowStatus part)
        {
            if (part.IsTerminal())
            {
                return this with { Worst = Worst is { } worst && Weight(worst) >= Weight(part) ? worst : part };
            }

            return part.IsHeld()
                ? this with { Furthest = Furthest is { } furthest && furthest >= part ? furthest : part }
                : this with { AnyWaiting = true };
        }

        private static int Weight(WorkflowStatus ended) => ended switch
        {
            WorkflowStatus.Failed => 3,
            WorkflowStatus.Expired => 2,
            WorkflowStatus.Canceled => 1,
            WorkflowStatus.Succeeded => 0,
            WorkflowStatus.Unassigned or WorkflowStatus.Preparing or WorkflowStatus.Scheduled or WorkflowStatus.Processing => -1,
        };
    }
}
