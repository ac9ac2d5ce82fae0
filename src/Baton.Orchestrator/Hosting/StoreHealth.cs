using Baton.Storage;
using Baton.Workflows;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Baton.Hosting;

/// <summary>Ready means that the store answers.</summary>
internal sealed class StoreHealth(IWorkflowStore store) : IHealthCheck
{
    private static readonly WorkflowId Nobody = new("wf_00000000000000000000000000");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.Load(Nobody, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StoreUnavailableException exception)
        {
            return HealthCheckResult.Unhealthy("The store cannot be reached.", exception);
        }
    }
}
