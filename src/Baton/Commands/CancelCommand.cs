using System.CommandLine;
using System.Text.Json;
using Baton.Connections;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;
using Baton.Terminals;
using Spectre.Console;

namespace Baton.Commands;

/// <summary><c>baton cancel ID</c>: stops a workflow. One that has ended already is refused.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var id = WorkflowIdArgument.Create();
        var connection = new ConnectionOptions();
        var command = new Command("cancel", "Stop a workflow; it stays readable") { id };
        connection.AddTo(command);
        command.Does(async (parse, terminal, cancellationToken) =>
        {
            using var client = connection.Connect(parse);
            var workflowId = parse.GetRequiredValue(id);
            await client.Cancel(workflowId, cancellationToken);
            Show(await client.Get(workflowId, cancellationToken: cancellationToken), terminal);
            return ExitCode.Done;
        });

        return command;
    }

    private static void Show(Workflow workflow, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonText(JsonSerializer.Serialize(workflow, BatonJson.Default.Workflow));
        }

        terminal.Line($"{Markup.Escape(workflow.Id)}  {StatusText.Markup(workflow.Status)}");
    }
}
