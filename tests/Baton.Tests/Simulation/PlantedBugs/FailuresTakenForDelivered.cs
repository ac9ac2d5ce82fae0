using Baton.Callbacks;
using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>An endpoint that did not take an event is not asked again.</summary>
internal sealed class FailuresTakenForDelivered : PlantedBug
{
    public override ICallbacks Callbacks(ICallbacks callbacks) => new Careless(callbacks);

    private sealed class Careless(ICallbacks callbacks) : ICallbacks
    {
        public async Task<CallbackOutcome> Deliver(WorkflowState workflow, int endpoint, CallbackEvent happened)
        {
            await callbacks.Deliver(workflow, endpoint, happened);
            return new CallbackOutcome.Delivered();
        }
    }
}
