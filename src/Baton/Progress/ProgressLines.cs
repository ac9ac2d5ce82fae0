using Baton.Contracts.Workflows;
using Baton.Terminals;
using Spectre.Console;

namespace Baton.Progress;

/// <summary>For logs and pipes: a line whenever a step starts or ends.</summary>
internal sealed class ProgressLines(Terminal terminal) : IProgressView
{
    private readonly Dictionary<string, WorkflowStatus> _seen = [];

    public async Task<Workflow> Follow(IAsyncEnumerable<Workflow> workflows)
    {
        Workflow? last = null;
        await foreach (var workflow in workflows)
        {
            last = workflow;
            foreach (var step in workflow.Steps.Where(IsNews))
            {
                terminal.Line(LineOf(step, workflow.Steps));
            }
        }

        return last!;
    }

    private bool IsNews(WorkflowStep step)
    {
        var known = _seen.TryGetValue(step.Name, out var before);
        _seen[step.Name] = step.Status;
        return (!known || before != step.Status) && (step.Status == WorkflowStatus.Processing || step.Status.IsTerminal());
    }

    private static string LineOf(WorkflowStep step, IReadOnlyList<WorkflowStep> all)
    {
        var facts = new[] { step.Status.ToWire(), Amounts.Seconds(StatusText.DurationOf(step)), StatusText.ReasonOf(step) };
        var said = string.Join("  ", facts.Where(fact => !string.IsNullOrEmpty(fact)));
        return Markup.Escape(
            $"{step.Name.PadRight(all.Max(s => s.Name.Length))}  {step.Type.PadRight(all.Max(s => s.Type.Length))}  {said}");
    }
}
