using Baton.Contracts.Workflows;
using Baton.Terminals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Baton.Progress;

/// <summary>After the bar: what the step is at, and for how long.</summary>
internal sealed class StepStateColumn(StepBoard board) : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var step = board.StepOf(task);
        return new Markup(step.Status switch
        {
            WorkflowStatus.Unassigned => "[grey]waits[/]",
            WorkflowStatus.Succeeded => $"{Amounts.Seconds(StatusText.DurationOf(step)),7}",
            WorkflowStatus.Failed or WorkflowStatus.Expired or WorkflowStatus.Canceled => $"{StatusText.Markup(step.Status)} {Escape(StatusText.ReasonOf(step))}",
            WorkflowStatus.Preparing or WorkflowStatus.Scheduled or WorkflowStatus.Processing =>
                $"{Amounts.Seconds(task.ElapsedTime),7} {(task.Value > 0 ? $"[blue]{task.Value * 100:0} %[/]" : $"[grey]{step.Status.ToWire()}[/]")}",
        });
    }

    private static string Escape(string? reason) => reason is null ? "" : Markup.Escape(reason);
}
