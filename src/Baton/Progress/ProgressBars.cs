using Baton.Contracts.Workflows;
using Spectre.Console;

namespace Baton.Progress;

/// <summary>For a terminal: a moving bar for each step.</summary>
internal sealed class ProgressBars(IAnsiConsole console) : IProgressView
{
    public async Task<Workflow> Follow(IAsyncEnumerable<Workflow> workflows)
    {
        var board = new StepBoard();
        Workflow? last = null;
        await console.Progress()
            .AutoRefresh(true)
            .AutoClear(false)
            .HideCompleted(false)
            .Columns(
                new StepMarkColumn(board),
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 24 },
                new StepStateColumn(board))
            .StartAsync(async context =>
            {
                await foreach (var workflow in workflows)
                {
                    board.Show(workflow, context);
                    last = workflow;
                }
            });

        return last!;
    }
}
