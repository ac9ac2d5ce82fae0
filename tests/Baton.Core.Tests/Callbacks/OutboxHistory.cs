using System.Collections.Immutable;
using Baton.Callbacks;
using Baton.Contracts.Workflows;
using Baton.Core.Tests.Steps;
using Baton.Core.Tests.Workflows;
using Baton.Workflows;

namespace Baton.Core.Tests.Callbacks;

/// <summary>A history told to three endpoints: one takes everything at once, one fails and falls behind, one asks for little.</summary>
internal sealed class OutboxHistory
{
    private static readonly WorkflowMachine Machine = new(new InputPlanner(), WorkflowRun.Retries, new CallbackSchedule { Patience = TimeSpan.FromDays(30) });

    private static readonly ImmutableArray<WorkflowCallback> Callbacks =
    [
        new() { Url = "https://prompt.example/", Type = ["workflow:*", "step:*", "job:*"] },
        new() { Url = "https://slow.example/", Type = ["workflow:*", "step:*"] },
        new() { Url = "https://choosy.example/", Type = ["workflow:*"] },
        new() { Url = "https://slow.example/", Type = ["job:*", "workflow:succeeded"], Detailed = true },
        new() { Url = "https://choosy.example/", Type = ["job:failed"] },
    ];

    private WorkflowState _workflow = null!;
    private DateTimeOffset _now;

    /// <summary>What was decided, and what the prompt endpoint was told of it.</summary>
    public List<(Moment Moment, ImmutableArray<CallbackEvent> Prompt)> Moments { get; } = [];

    public List<CallbackEvent> Prompt { get; } = [];

    public List<CallbackEvent> Slow { get; } = [];

    public List<CallbackEvent> Choosy { get; } = [];

    public static OutboxHistory Play(History history)
    {
        var told = new OutboxHistory();
        var submitted = AWorkflow.Of([.. history.Steps]);
        told._now = AWorkflow.Start;
        told._workflow = submitted with { Definition = submitted.Definition with { Callbacks = Callbacks } };
        told.Happen(new WorkflowCommand.Start(), listens: false);
        foreach (var happening in history.Events)
        {
            told._now += happening.TimePassed;
            told.Happen(happening.ToCommand(told._workflow), listens: happening.Who % 4 == 0);
        }

        told.Drain(1, told.Slow);
        return told;
    }

    private void Happen(WorkflowCommand command, bool listens)
    {
        var moment = new Moment(_workflow, command, Machine.Decide(_workflow, command, _now), _now);
        _workflow = moment.After;
        var prompt = new List<CallbackEvent>();
        Drain(0, prompt);
        Prompt.AddRange(prompt);
        Drain(2, Choosy);
        Moments.Add((moment, [.. prompt]));
        if (listens)
        {
            Attempt(1, new CallbackOutcome.Delivered(), Slow);
        }
        else
        {
            Attempt(1, new CallbackOutcome.Failed(), []);
        }
    }

    private void Drain(int queue, List<CallbackEvent> taken)
    {
        while (!_workflow.Outbox!.Queues[queue].Waiting.IsEmpty)
        {
            Attempt(queue, new CallbackOutcome.Delivered(), taken);
        }
    }

    private void Attempt(int queue, CallbackOutcome outcome, List<CallbackEvent> taken)
    {
        if (_workflow.Outbox!.Queues[queue].Waiting is [var first, ..])
        {
            taken.Add(first);
            var report = new WorkflowCommand.ReportCallback(queue, first.Number, outcome);
            _workflow = ((WorkflowDecision.Accepted)Machine.Decide(_workflow, report, _now)).Next;
        }
    }
}
