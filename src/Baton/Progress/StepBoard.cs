using System.Collections.Concurrent;
using Baton.Contracts.Workflows;
using Spectre.Console;

namespace Baton.Progress;

/// <summary>Which bar shows which step. Bars are drawn from another thread than the one that learns of changes.</summary>
internal sealed class StepBoard
{
    private readonly ConcurrentDictionary<int, WorkflowStep> _steps = new();
    private readonly Dictionary<string, ProgressTask> _bars = [];

    public WorkflowStep StepOf(ProgressTask bar) => _steps[bar.Id];

    public void Show(Workflow workflow, ProgressContext context)
    {
        foreach (var step in workflow.Steps)
        {
            var bar = _bars.TryGetValue(step.Name, out var known) ? known : Add(step, workflow, context);
            _steps[bar.Id] = step;
            Move(bar, step);
        }
    }

    private ProgressTask Add(WorkflowStep step, Workflow workflow, ProgressContext context)
    {
        var name = step.Name.PadRight(workflow.Steps.Max(s => s.Name.Length));
        var type = step.Type.PadRight(workflow.Steps.Max(s => s.Type.Length));
        var bar = context.AddTask($"{Markup.Escape(name)}  [grey]{Markup.Escape(type)}[/]", autoStart: false, maxValue: 1);
        _steps[bar.Id] = step;
        return _bars[step.Name] = bar;
    }

    private static void Move(ProgressTask bar, WorkflowStep step)
    {
        if (!bar.IsStarted && step.Status != WorkflowStatus.Unassigned)
        {
            bar.StartTask();
        }

        if (step.Status == WorkflowStatus.Succeeded)
        {
            bar.Value = 1;
        }
        else if (step.EstimatedProgressRate is { } rate)
        {
            // Never back: a job that a second provider took over starts again, and a bar that shrinks reads as a fault.
            bar.Value = Math.Max(bar.Value, Math.Min(rate, 0.99));
        }

        if (step.Status.IsTerminal() && bar.IsStarted)
        {
            bar.StopTask();
        }
    }
}
