using System.Collections.Immutable;
using System.Text;
using Baton.Workflows;

namespace Baton.Callbacks;

/// <summary>
/// What callbacks are still to tell of a workflow. It is part of the workflow's state, so an event is there if and only if its transition is. Workflows
/// without callbacks have none.
/// </summary>
public sealed record Outbox
{
    /// <summary>One for each of the workflow's <see cref="CallbackTarget"/>s, in their order.</summary>
    public ImmutableArray<CallbackQueue> Queues { get; init; } = [];

    /// <summary>The earliest time at which a queue must be looked at; null when nothing waits.</summary>
    public static DateTimeOffset? DueAt(WorkflowState workflow) => workflow.Outbox?.Queues.Min(queue => queue.DueAt);

    /// <summary>How many events are parked.</summary>
    public static int ParkedCount(WorkflowState workflow) => workflow.Outbox?.Queues.Sum(queue => queue.Parked.Length) ?? 0;

    /// <summary>How many events wait that were parked once and are being sent again.</summary>
    public static int ReplayedCount(WorkflowState workflow) => workflow.Outbox?.Queues.Sum(queue => queue.Waiting.Count(waiting => waiting.TriedUntil is not null)) ?? 0;

    /// <summary>The later state with all in its outbox that happened since the earlier one.</summary>
    /// <param name="before">Null for a workflow that has just begun.</param>
    internal static WorkflowState Record(WorkflowState? before, WorkflowState after, CallbackSchedule schedule, DateTimeOffset now)
    {
        if (after.Definition.Callbacks.IsDefaultOrEmpty || ReferenceEquals(before, after))
        {
            return after;
        }

        var happened = Transitions.Between(before, after, now);
        if (happened.IsEmpty)
        {
            return after;
        }

        var targets = CallbackTarget.Of(after.Definition);
        var queues = after.Outbox?.Queues ?? [.. targets.Select(_ => new CallbackQueue())];
        return after with
        {
            Outbox = new Outbox
            {
                Queues = [.. queues.Select((queue, i) => happened.Where(targets[i].Wants).Aggregate(queue, (q, one) => q.Add(one, schedule, now)))],
            },
        };
    }

    internal static WorkflowState Report(WorkflowState workflow, WorkflowCommand.ReportCallback report, CallbackSchedule schedule, DateTimeOffset now) =>
        Change(workflow, (queue, index) => index == report.Endpoint
            ? queue.Report(report.Number, report.Outcome, Jitter(workflow.Id, report.Number + queue.Failures), schedule, now)
            : queue);

    internal static WorkflowState Wake(WorkflowState workflow, CallbackSchedule schedule, DateTimeOffset now) =>
        Change(workflow, (queue, _) => queue.Wake(schedule, now));

    internal static WorkflowState Replay(WorkflowState workflow, CallbackSchedule schedule, DateTimeOffset now) =>
        Change(workflow, (queue, _) => queue.Replay(schedule, now));

    /// <summary>The same instance when no queue changes.</summary>
    private static WorkflowState Change(WorkflowState workflow, Func<CallbackQueue, int, CallbackQueue> change)
    {
        var outbox = workflow.Outbox;
        for (var i = 0; i < outbox?.Queues.Length; i++)
        {
            var changed = change(outbox.Queues[i], i);
            outbox = ReferenceEquals(changed, outbox.Queues[i]) ? outbox : outbox with { Queues = outbox.Queues.SetItem(i, changed) };
        }

        return ReferenceEquals(outbox, workflow.Outbox) ? workflow : workflow with { Outbox = outbox };
    }

    /// <summary>Between 0 and 1: chance enough to spread workflows out, and the same whenever it is asked for. FNV-1a with a last mix.</summary>
    private static double Jitter(WorkflowId id, int salt)
    {
        var hash = 2166136261u ^ (uint)salt;
        foreach (var value in Encoding.UTF8.GetBytes(id.Value))
        {
            hash = (hash ^ value) * 16777619u;
        }

        hash = (hash ^ (hash >> 15)) * 2246822519u;
        return (hash ^ (hash >> 13)) / (double)uint.MaxValue;
    }
}
