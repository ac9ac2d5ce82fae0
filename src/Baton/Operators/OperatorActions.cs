using System.CommandLine;
using Baton.Client;
using Baton.Commands;
using Baton.Connections;
using Baton.Contracts.Operators;
using Baton.Terminals;

namespace Baton.Operators;

/// <summary>What the commands of operators share.</summary>
internal static class OperatorActions
{
    /// <summary>A command that decides a mode for a provider or worker.</summary>
    public static Command Change(string verb, string description, string target, OperatorMode mode, Func<OperatorChange, Task> action)
    {
        var id = new Argument<string>(target);
        var reason = new Option<string>("--reason") { Description = "Why, for other operators; callers do not see it", HelpName = "TEXT" };
        var command = new Command(verb, description) { id };
        if (mode != OperatorMode.Running)
        {
            command.Add(reason);
        }

        return OnServer(command, (parse, client, terminal, cancellationToken) => action(new OperatorChange(
            client, parse.GetRequiredValue(id), new ModeChange { Mode = mode, Reason = mode == OperatorMode.Running ? null : parse.GetValue(reason) }, terminal, cancellationToken)));
    }

    public static Command OnServer(Command command, Func<ParseResult, BatonClient, Terminal, CancellationToken, Task> action)
    {
        var connection = new ConnectionOptions();
        connection.AddTo(command);
        command.Does(async (parse, terminal, cancellationToken) =>
        {
            using var client = connection.Connect(parse);
            await action(parse, client, terminal, cancellationToken);
            return ExitCode.Done;
        });

        return command;
    }
}

/// <summary>A decision on its way to the server.</summary>
internal sealed record OperatorChange(BatonClient Client, string Target, ModeChange Change, Terminal Terminal, CancellationToken CancellationToken);
