using System.CommandLine;
using System.Text.Json;
using Baton.Connections;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;
using Baton.Results;
using Baton.Terminals;
using Spectre.Console;

namespace Baton.Commands;

/// <summary><c>baton get ID</c>: a workflow, its steps and where its results can be read.</summary>
internal static class GetCommand
{
    public static Command Create()
    {
        var id = WorkflowIdArgument.Create();
        var wait = new Option<int>("--wait") { Description = "Wait up to this many seconds for its end", HelpName = "SECONDS" };
        var connection = new ConnectionOptions();
        var command = new Command("get", "Show a workflow, its steps and its results") { id, wait };
        connection.AddTo(command);
        command.Does(async (parse, terminal, cancellationToken) =>
        {
            using var client = connection.Connect(parse);
            var workflow = await client.Get(
                parse.GetRequiredValue(id), TimeSpan.FromSeconds(parse.GetValue(wait)), cancellationToken: cancellationToken);
            Show(workflow, terminal);
            return ExitCode.Done;
        });

        return command;
    }

    private static void Show(Workflow workflow, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonText(JsonSerializer.Serialize(workflow, BatonJson.Default.Workflow));
            return;
        }

        var took = workflow.CompletedAt - workflow.CreatedAt;
        terminal.Line($"{Markup.Escape(workflow.Id)}  {StatusText.Markup(workflow.Status)}  {Amounts.Seconds(took)}".TrimEnd());
        terminal.Line();
        terminal.Table(["STEP", "TYPE", "STATUS", "TIME", "REASON"], [.. workflow.Steps.Select(Row)]);
        ShowResults(workflow, terminal);
    }

    private static IReadOnlyList<string> Row(WorkflowStep step) =>
    [
        Markup.Escape(step.Name),
        Markup.Escape(step.Type),
        StatusText.Markup(step.Status),
        Amounts.Seconds(StatusText.DurationOf(step)),
        Markup.Escape(StatusText.ReasonOf(step) ?? ""),
    ];

    private static void ShowResults(Workflow workflow, Terminal terminal)
    {
        var files = ResultFiles.Of(workflow);
        if (files.Count > 0)
        {
            terminal.Line();
        }

        foreach (var file in files)
        {
            terminal.Line($"{Markup.Escape(file.Name)}  {Markup.Escape(file.Url.AbsoluteUri)}");
        }
    }
}
