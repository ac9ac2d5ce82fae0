using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Steps;

namespace Baton.Workflows;

/// <summary>When a workflow must be looked at again, whatever else happens (invariant Ends).</summary>
public static class WakeUp
{
    /// <summary>The earliest lease end, second claim, step deadline, end of a pause, spill-over to another provider or callback due; null once the workflow has ended and told all that it has to.</summary>
    public static DateTimeOffset? At(WorkflowState workflow)
    {
        var earliest = Outbox.DueAt(workflow);
        if (workflow.Status.IsTerminal())
        {
            return earliest;
        }

        for (var i = 0; i < workflow.Steps.Length; i++)
        {
            earliest = Earlier(earliest, Of(workflow.Steps[i], workflow.Definition.Steps[i].Timeout));
        }

        // A step without a deadline waits for another one that has one, so this is only reached before the first step is readied.
        return earliest ?? workflow.CreatedAt;
    }

    private static DateTimeOffset? Of(StepState step, TimeSpan timeout)
    {
        if (step.Status.IsTerminal() || step.ReadyAt is not { } readyAt)
        {
            return null;
        }

        DateTimeOffset? earliest = readyAt + timeout;
        foreach (var job in step.Jobs)
        {
            earliest = Earlier(earliest, Of(job));
        }

        return earliest;
    }

    private static DateTimeOffset? Of(JobState job)
    {
        if (job.Lease is { } lease)
        {
            return Earlier(Earlier(lease.ExpiresAt, lease.HedgeAt), job.Hedge?.ExpiresAt);
        }

        DateTimeOffset? earliest = null;
        if (job.Status == WorkflowStatus.Unassigned)
        {
            earliest = job.SpillAt;
            foreach (var trouble in job.Troubles)
            {
                earliest = trouble.Exhausted ? earliest : Earlier(earliest, trouble.PausedUntil);
            }

            foreach (var request in job.Requests ?? [])
            {
                earliest = Earlier(earliest, request.HeldUntil);
            }
        }

        return earliest;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null || b < a ? b ?? a : a;
}
