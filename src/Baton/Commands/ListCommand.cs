using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Baton.Client;
using Baton.Connections;
using Baton.Contracts.Json;
using Baton.Contracts.Workflows;
using Baton.Terminals;
using Spectre.Console;

namespace Baton.Commands;

/// <summary><c>baton list</c>: the newest workflows.</summary>
internal static class ListCommand
{
    private const int DefaultTake = 20;

    public static Command Create()
    {
        var take = new Option<int>("--take") { Description = "How many at most", HelpName = "COUNT", DefaultValueFactory = _ => DefaultTake };
        var tags = new Option<string[]>("--tag") { Description = "Only those with this tag; may be repeated", HelpName = "TAG" };
        var cursor = new Option<string>("--cursor") { Description = "Go on where the page before ended", HelpName = "CURSOR" };
        var connection = new ConnectionOptions();
        var command = new Command("list", "List workflows, newest first") { take, tags, cursor };
        connection.AddTo(command);
        command.Does(async (parse, terminal, cancellationToken) =>
        {
            using var client = connection.Connect(parse);
            var filter = new WorkflowFilter { Take = parse.GetValue(take), Tags = parse.GetValue(tags) ?? [], Cursor = parse.GetValue(cursor) };
            Show(await client.Query(filter, cancellationToken), terminal);
            return ExitCode.Done;
        });

        return command;
    }

    private static void Show(WorkflowPage page, Terminal terminal)
    {
        if (terminal.Json)
        {
            terminal.JsonText(JsonSerializer.Serialize(page, BatonJson.Default.WorkflowPage));
            return;
        }

        if (page.Items.Count == 0)
        {
            terminal.Line("no workflows");
            return;
        }

        terminal.Table(["ID", "STATUS", "CREATED", "TIME", "STEPS", "TAGS"], [.. page.Items.Select(Row)]);
        if (page.Next is { } next)
        {
            terminal.Line($"[grey]more with[/] --cursor {Markup.Escape(next)}");
        }
    }

    private static IReadOnlyList<string> Row(Workflow workflow) =>
    [
        Markup.Escape(workflow.Id),
        StatusText.Markup(workflow.Status),
        workflow.CreatedAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Amounts.Seconds(workflow.CompletedAt - workflow.CreatedAt),
        Markup.Escape(string.Join(" ", workflow.Steps.Select(step => step.Type).Distinct())),
        Markup.Escape(string.Join(" ", workflow.Tags)),
    ];
}
