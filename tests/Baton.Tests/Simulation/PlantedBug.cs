using Baton.Callbacks;
using Baton.Jobs;
using Baton.Offers;
using Baton.Steps;
using Baton.Storage;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>Something wrong, put between the engine and what surrounds it. The base plants nothing.</summary>
internal class PlantedBug
{
    /// <summary>A process wakes every unfinished workflow when it starts.</summary>
    public virtual bool RecoversAtStart => true;

    /// <summary>How many second claims there may be for each job.</summary>
    public virtual double HedgeShare(double right) => right;

    public virtual WorkflowMachine Machine(IStepPlanner planner, RetrySchedule retries, CallbackSchedule callbacks) => new(planner, retries, callbacks);

    public virtual IWorkflowStore Store(IWorkflowStore store) => store;

    public virtual IOffers Offers(IOffers offers) => offers;

    public virtual ICallbacks Callbacks(ICallbacks callbacks) => callbacks;

    public virtual IActorHost Host(IActorHost host) => host;
}
