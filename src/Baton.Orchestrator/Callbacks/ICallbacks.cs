using Baton.Workflows;

namespace Baton.Callbacks;

/// <summary>The way to callers' endpoints.</summary>
internal interface ICallbacks
{
    /// <summary>Makes one attempt to tell an endpoint of an event. Does not throw.</summary>
    /// <param name="workflow">As it is on disk, with the event in its outbox.</param>
    /// <param name="endpoint">Its index among the workflow's endpoints.</param>
    Task<CallbackOutcome> Deliver(WorkflowState workflow, int endpoint, CallbackEvent happened);
}
