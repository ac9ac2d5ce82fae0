using System.CommandLine;
using System.CommandLine.Parsing;
using Baton.Connections;
using Baton.Runs;

namespace Baton.Commands;

/// <summary><c>baton run FILE</c>: submits a workflow file, shows how it gets on and brings the results.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A workflow as JSON, comments allowed; values such as file:./pic.png are uploaded first",
        };
        var folder = new Option<string>("--out") { Description = "Folder for the results; one named after the workflow when absent", HelpName = "DIR" };
        var arguments = new Option<KeyValuePair<string, string>[]>("--arg")
        {
            Description = "A value that steps refer to as $arguments; @./pic.png uploads a file",
            HelpName = "NAME=VALUE",
            CustomParser = ReadArguments,
            Arity = ArgumentArity.ZeroOrMore,
        };
        var connection = new ConnectionOptions();
        var command = new Command("run", "Submit a workflow file, watch it and download its results") { file, folder, arguments };
        connection.AddTo(command);
        command.Does(async (parse, terminal, cancellationToken) =>
        {
            using var client = connection.Connect(parse);
            var order = new RunOrder(parse.GetRequiredValue(file), parse.GetValue(folder), parse.GetValue(arguments) ?? []);
            return await new WorkflowRun(client, terminal).Execute(order, cancellationToken);
        });

        return command;
    }

    private static KeyValuePair<string, string>[] ReadArguments(ArgumentResult result)
    {
        var pairs = result.Tokens.Select(token => token.Value.Split('=', 2)).ToList();
        if (pairs.Find(pair => pair is not [{ Length: > 0 }, _]) is { } wrong)
        {
            result.AddError($"--arg takes NAME=VALUE, not '{wrong[0]}'.");
            return [];
        }

        return [.. pairs.Select(pair => KeyValuePair.Create(pair[0], pair[1]))];
    }
}
