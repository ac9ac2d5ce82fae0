using Baton.Contracts.Workflows;
using Baton.Workflows;

namespace Baton.Streams;

/// <summary>Tells when nothing more will be written to a stream.</summary>
internal sealed class StreamEnds(WorkflowWaits waits, IHostApplicationLifetime lifetime)
{
    /// <summary>Ends when the step has, or the server is about to stop. Never fails.</summary>
    public async Task OfStep(WorkflowState workflow, int step, CancellationToken cancellationToken)
    {
        try
        {
            while (!workflow.Steps[step].Status.IsTerminal() && !lifetime.ApplicationStopping.IsCancellationRequested)
            {
                var until = workflow.Steps.Length == 1 ? WaitUntil.Completion : WaitUntil.Change;
                if (await waits.For(workflow.Account, workflow.Id, until, TimeSpan.FromMinutes(1), cancellationToken) is not { } then)
                {
                    return;
                }

                workflow = then;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or Storage.StoreUnavailableException)
        {
            // Whoever reads has gone, or hears of the store elsewhere.
        }
    }
}
