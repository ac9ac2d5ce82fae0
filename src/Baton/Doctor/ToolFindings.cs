using Baton.Client.Workers;

namespace Baton.Doctor;

/// <summary>Asks each provider of this process whether its tools are there, as the server does at its start.</summary>
internal static class ToolFindings
{
    public static async Task<IReadOnlyList<Finding>> Look(IEnumerable<HandlerPool> pools, CancellationToken cancellationToken)
    {
        var checks = pools.Select(async pool =>
        {
            var check = await pool.Check(cancellationToken);
            return new Finding(!check.Present ? FindingKind.Missing : check.IsAway ? FindingKind.Notice : FindingKind.Fine, pool.Name, check.Words);
        });

        return await Task.WhenAll(checks);
    }
}
