using Baton.Contracts.Workflows;
using Baton.Results;
using Baton.Terminals;
using Spectre.Console;

namespace Baton.Runs;

/// <summary>What <c>baton run</c> says about a workflow, as text or as JSON.</summary>
internal sealed class RunReport(Terminal terminal)
{
    private const int ValueLengthMax = 100;

    public void Submitted(Workflow workflow)
    {
        terminal.Line($"[grey]workflow[/] {Markup.Escape(workflow.Id)}  [grey]{workflow.Steps.Count} step{(workflow.Steps.Count == 1 ? "" : "s")}[/]");
        foreach (var warning in workflow.Warnings ?? [])
        {
            terminal.Line($"[yellow]warning[/]  {Markup.Escape(warning)}");
        }
    }

    public void Ended(Workflow workflow, IReadOnlyList<SavedFile> files)
    {
        if (terminal.Json)
        {
            terminal.JsonText(RunJson.Write(workflow, files));
            return;
        }

        terminal.Line();
        ShowResults(workflow, files);
        terminal.Line($"{StatusText.Markup(workflow.Status)} in {Amounts.Seconds(workflow.CompletedAt - workflow.CreatedAt)}");
        if (workflow.Status != WorkflowStatus.Succeeded)
        {
            terminal.Error(Reasons(workflow));
        }
    }

    private void ShowResults(Workflow workflow, IReadOnlyList<SavedFile> files)
    {
        var filesOf = files.ToLookup(file => file.Step, StringComparer.Ordinal);
        var rows = workflow.Steps.SelectMany(step => RowsOf(step, [.. filesOf[step.Name]])).ToList();
        if (rows.Count > 0)
        {
            terminal.Table(["STEP", "TIME", "SIZE", "RESULT"], rows);
            terminal.Line();
        }
    }

    private static IEnumerable<IReadOnlyList<string>> RowsOf(WorkflowStep step, IReadOnlyList<SavedFile> files)
    {
        var time = Amounts.Seconds(StatusText.DurationOf(step));
        if (files.Count > 0)
        {
            return files.Select(file => (IReadOnlyList<string>)[Markup.Escape(step.Name), time, Amounts.Bytes(file.Bytes), Markup.Escape(file.Path)]);
        }

        return step.Output is { } output ? [[Markup.Escape(step.Name), time, "", Markup.Escape(Short(output.GetRawText()))]] : [];
    }

    private static string Short(string text) => text.Length <= ValueLengthMax ? text : text[..(ValueLengthMax - 1)] + "…";

    private static IReadOnlyList<string> Reasons(Workflow workflow)
    {
        var steps = workflow.Steps.Where(step => step.Status is WorkflowStatus.Failed or WorkflowStatus.Expired);
        return
        [
            $"{workflow.Id} {workflow.Status.ToWire()}",
            .. steps.Select(step => $"  {step.Name} ({step.Type}): {StatusText.ReasonOf(step) ?? "no reason was given"}"),
        ];
    }
}
