using Baton.Accounts;
using Baton.Requests;
using Microsoft.Extensions.Options;

namespace Baton.Workflows;

/// <summary>Lets a request wait for a workflow, but not beyond the life of the server: a stopping one answers at once with what there is.</summary>
internal sealed class WorkflowWaits(IWorkflows workflows, IOptions<RequestOptions> options, IHostApplicationLifetime lifetime)
{
    public async Task<WorkflowState?> For(AccountId account, WorkflowId id, WaitUntil until, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            return await workflows.Wait(account, id, until, atMost < options.Value.WaitMax ? atMost : options.Value.WaitMax, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await workflows.Find(account, id, cancellationToken);
        }
    }
}
