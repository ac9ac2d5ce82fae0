using Baton.Contracts.Workflows;
using Baton.Terminals;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Baton.Progress;

/// <summary>A sign before the step: how it ended, or a spinner while it runs.</summary>
internal sealed class StepMarkColumn(StepBoard board) : ProgressColumn
{
    private readonly SpinnerColumn _spinner = new() { Style = Style.Parse("blue") };

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var status = board.StepOf(task).Status;
        return status.IsHeld() ? _spinner.Render(options, task, deltaTime) : new Markup($"[{StatusText.ColorOf(status)}]{Sign(status)}[/]");
    }

    public override int? GetColumnWidth(RenderOptions options) => 1;

    private static string Sign(WorkflowStatus status) => status switch
    {
        WorkflowStatus.Succeeded => "✓",
        WorkflowStatus.Failed or WorkflowStatus.Expired => "✗",
        WorkflowStatus.Canceled => "–",
        WorkflowStatus.Unassigned or WorkflowStatus.Preparing or WorkflowStatus.Scheduled or WorkflowStatus.Processing => "·",
    };
}
