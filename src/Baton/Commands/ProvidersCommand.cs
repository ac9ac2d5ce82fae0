using System.CommandLine;
using Baton.Operators;

namespace Baton.Commands;

/// <summary><c>baton providers</c>: who runs jobs, how busy and how well; <c>pause</c>, <c>drain</c> and <c>resume</c> decide who gets some.</summary>
internal static class ProvidersCommand
{
    public static Command Create()
    {
        var command = new Command("providers", "See who runs jobs, pause and drain them; needs an operator's token")
        {
            OperatorActions.Change("pause", "Give a provider no more jobs for now; those that only it can do wait for it", "PROVIDER", Contracts.Operators.OperatorMode.Paused, SetProvider),
            OperatorActions.Change("drain", "Give a provider no more jobs, since it goes away; none wait for it", "PROVIDER", Contracts.Operators.OperatorMode.Draining, SetProvider),
            OperatorActions.Change("resume", "Let a provider take jobs again", "PROVIDER", Contracts.Operators.OperatorMode.Running, SetProvider),
        };
        return OperatorActions.OnServer(command, async (_, client, terminal, cancellationToken) =>
            OperatorReport.Providers(await client.Providers(cancellationToken), terminal));
    }

    private static async Task SetProvider(OperatorChange change) =>
        OperatorReport.Provider(await change.Client.SetProviderMode(change.Target, change.Change, change.CancellationToken), change.Terminal);
}
