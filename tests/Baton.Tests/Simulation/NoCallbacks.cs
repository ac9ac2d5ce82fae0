using Baton.Callbacks;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>For simulations whose workflows have none.</summary>
internal sealed class NoCallbacks : ICallbacks
{
    public Task<CallbackOutcome> Deliver(WorkflowState workflow, int endpoint, CallbackEvent happened) => throw new NotSupportedException("No workflow here has callbacks.");
}
