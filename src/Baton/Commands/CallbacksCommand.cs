using System.CommandLine;
using Baton.Callbacks;
using Baton.Client;
using Baton.Connections;
using Baton.Terminals;
using Baton.Tokens;

namespace Baton.Commands;

/// <summary><c>baton callbacks list|log|replay|secrets</c>: what became of callbacks, and what they are signed with.</summary>
internal static class CallbacksCommand
{
    public static Command Create() => new("callbacks", "See what became of callbacks, send parked ones again, and manage what they are signed with")
    {
        List(),
        Log(),
        Replay(),
        Secrets(),
    };

    private static Command List()
    {
        var cursor = new Option<string>("--cursor") { Description = "Go on where the page before ended", HelpName = "CURSOR" };
        return OnServer(new Command("list", "List parked events: those that were tried for three days") { cursor }, async (parse, client, terminal, cancellationToken) =>
            CallbackReport.Parked(await client.ParkedCallbacks(parse.GetValue(cursor), cancellationToken), terminal));
    }

    private static Command Log() => OnServer(
        new Command("log", "Show the last attempts at each endpoint since the server started"),
        async (_, client, terminal, cancellationToken) => CallbackReport.Log(await client.CallbackEndpoints(cancellationToken), terminal));

    private static Command Replay()
    {
        var workflow = new Argument<string?>("WORKFLOW") { Description = "Only this workflow's; all when absent", Arity = ArgumentArity.ZeroOrOne };
        return OnServer(new Command("replay", "Send parked events again") { workflow }, async (parse, client, terminal, cancellationToken) =>
            CallbackReport.Replayed(await client.ReplayCallbacks(parse.GetValue(workflow), cancellationToken), terminal));
    }

    private static Command Secrets() => new("secrets", "List, show, make and end the secrets that callbacks are signed with")
    {
        OnServer(new Command("list", "List them without showing them"), async (_, client, terminal, cancellationToken) =>
            CallbackReport.Secrets(await client.CallbackSecrets(cancellationToken), terminal)),
        OnSecret(new Command("show", "Print one"), async (id, client, terminal, cancellationToken) =>
            CallbackReport.Secret(await client.CallbackSecret(id, cancellationToken), terminal)),
        CreateSecret(),
        OnSecret(new Command("delete", "End one now"), async (id, client, terminal, cancellationToken) =>
        {
            await client.DeleteCallbackSecret(id, cancellationToken);
            CallbackReport.Deleted(id, terminal);
        }),
    };

    private static Command CreateSecret()
    {
        var retire = new Option<TimeSpan?>("--retire-others")
        {
            Description = "When the others end, such as 24h or 7d; they go on when absent",
            HelpName = "TIME",
            CustomParser = Lifetime.Read,
        };
        return OnServer(new Command("create", "Make one more and print it") { retire }, async (parse, client, terminal, cancellationToken) =>
            CallbackReport.Secret(await client.CreateCallbackSecret(parse.GetValue(retire) ?? TimeSpan.Zero, cancellationToken), terminal));
    }

    private static Command OnSecret(Command command, Func<string, BatonClient, Terminal, CancellationToken, Task> action)
    {
        var id = new Argument<string>("ID") { Description = "The secret's id, sec_…" };
        command.Add(id);
        return OnServer(command, (parse, client, terminal, cancellationToken) => action(parse.GetRequiredValue(id), client, terminal, cancellationToken));
    }

    private static Command OnServer(Command command, Func<ParseResult, BatonClient, Terminal, CancellationToken, Task> action)
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
