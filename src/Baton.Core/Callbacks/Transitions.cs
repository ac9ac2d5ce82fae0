using System.Collections.Immutable;
using Baton.Contracts.Workflows;
using Baton.Jobs;
using Baton.Steps;
using Baton.Workflows;

namespace Baton.Callbacks;

/// <summary>
/// What happened between two states of a workflow, one event for each transition, in an order in which it can be told: first what has ended, a job before
/// its step, those that were canceled last, since they often follow from the others; then what goes on, a step before its jobs; and the end of the
/// workflow after everything.
/// </summary>
public static class Transitions
{
    /// <param name="before">Null for a workflow that has just begun.</param>
    public static ImmutableArray<CallbackEvent> Between(WorkflowState? before, WorkflowState after, DateTimeOffset now)
    {
        var ended = new List<CallbackEvent>();
        var canceled = new List<CallbackEvent>();
        var goingOn = new List<CallbackEvent>();
        for (var i = 0; i < after.Steps.Length; i++)
        {
            var (was, step) = (before?.Steps[i], after.Steps[i]);
            if (!ReferenceEquals(was, step))
            {
                Compare(i, was, step, now, step.Status == WorkflowStatus.Canceled ? canceled : ended, goingOn);
            }
        }

        if (before?.Status == after.Status)
        {
            return [.. ended, .. canceled, .. goingOn];
        }

        var whole = new CallbackEvent { Status = after.Status, At = now };
        return after.Status.IsTerminal() ? [.. ended, .. canceled, .. goingOn, whole] : [.. ended, .. canceled, whole, .. goingOn];
    }

    private static void Compare(int index, StepState? before, StepState after, DateTimeOffset now, List<CallbackEvent> ended, List<CallbackEvent> goingOn)
    {
        if (before?.Status != after.Status && !after.Status.IsTerminal())
        {
            goingOn.Add(new CallbackEvent { Step = index, Status = after.Status, At = now });
        }

        for (var i = 0; i < after.Jobs.Length; i++)
        {
            var was = before is not null && i < before.Jobs.Length ? before.Jobs[i] : null;
            if (HasMoved(was, after.Jobs[i]))
            {
                var moved = new CallbackEvent { Step = index, Job = i, Status = after.Jobs[i].Status, At = now, Progress = after.Jobs[i].Progress };
                (moved.Status.IsTerminal() ? ended : goingOn).Add(moved);
            }
        }

        if (before?.Status != after.Status && after.Status.IsTerminal())
        {
            ended.Add(new CallbackEvent { Step = index, Status = after.Status, At = now });
        }
    }

    /// <summary>A job that is being worked on also tells of its progress. Of a second claim nobody hears: to callers the job goes on as it did.</summary>
    private static bool HasMoved(JobState? before, JobState after) =>
        !ReferenceEquals(before, after)
        && (before?.Status != after.Status || (after.Status.IsHeld() && before.Progress != after.Progress));
}
