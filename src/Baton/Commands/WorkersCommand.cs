using System.CommandLine;
using Baton.Operators;

namespace Baton.Commands;

/// <summary><c>baton workers</c>: the workers that speak HTTP and what they hold; <c>pause</c>, <c>drain</c> and <c>resume</c> decide who gets jobs.</summary>
internal static class WorkersCommand
{
    public static Command Create()
    {
        var provider = new Option<string>("--provider") { Description = "Only workers of this provider", HelpName = "PROVIDER" };
        var command = new Command("workers", "See registered workers and what they hold, pause and drain them; needs an operator's token")
        {
            OperatorActions.Change("pause", "Give a worker no more jobs for now", "WORKER", Contracts.Operators.OperatorMode.Paused, SetWorker),
            OperatorActions.Change("drain", "Give a worker no more jobs, since it goes away", "WORKER", Contracts.Operators.OperatorMode.Draining, SetWorker),
            OperatorActions.Change("resume", "Let a worker take jobs again", "WORKER", Contracts.Operators.OperatorMode.Running, SetWorker),
            provider,
        };
        return OperatorActions.OnServer(command, async (parse, client, terminal, cancellationToken) =>
            OperatorReport.Workers(await client.Workers(parse.GetValue(provider), cancellationToken), terminal));
    }

    private static async Task SetWorker(OperatorChange change) =>
        OperatorReport.Worker(await change.Client.SetWorkerMode(change.Target, change.Change, change.CancellationToken), change.Terminal);
}
