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

    public virtual WorkflowMachine Machine(IStepPlanner planner, RetrySchedule retries) => new(planner, retries);

    public virtual IWorkflowStore Store(IWorkflowStore store) => store;

    public virtual IOffers Offers(IOffers offers) => offers;

    public virtual IActorHost Host(IActorHost host) => host;
}
