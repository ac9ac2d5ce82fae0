using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>An event that may be on its way is replaced by a newer one, under the same number.</summary>
internal sealed class SentEventReplaced : MachineBug
{
    protected override WorkflowDecision Decide(
        Func<WorkflowState, WorkflowCommand, WorkflowDecision> right, WorkflowState workflow, WorkflowCommand command, DateTimeOffset now) =>
        right(workflow, command) is WorkflowDecision.Accepted({ Outbox: { } outbox } next)
            ? new WorkflowDecision.Accepted(next with { Outbox = outbox with { Queues = [.. outbox.Queues.Select(Merge)] } })
            : right(workflow, command);

    private static CallbackQueue Merge(CallbackQueue queue) =>
        queue.Waiting is [var first, var second, ..] && !first.Status.IsTerminal() && (first.Step, first.Job) == (second.Step, second.Job)
            ? queue with { Waiting = queue.Waiting.RemoveAt(0).SetItem(0, second with { Number = first.Number }) }
            : queue;
}
