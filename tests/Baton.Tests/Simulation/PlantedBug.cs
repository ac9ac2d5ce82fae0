using Baton.Callbacks;
using Baton.Jobs;
using Baton.Offers;
using Baton.Providers;
using Baton.Steps;
using Baton.Storage;
using Baton.Workflows;

namespace Baton.Tests.Simulation;

/// <summary>Something wrong, put between the engine and what surrounds it. The base plants nothing.</summary>
internal class PlantedBug
{
    /// <summary>The world in which it is looked for.</summary>
    public virtual WorldShape Shape => WorldShape.Small;

    /// <summary>A process wakes every unfinished workflow when it starts.</summary>
    public virtual bool RecoversAtStart => true;

    /// <summary>How many second claims there may be for each job.</summary>
    public virtual double HedgeShare(double right) => right;

    /// <summary>A provider's queue is looked at again when a pause ends.</summary>
    public virtual bool RingsAfterPauses => true;

    /// <summary>What waits is woken when a provider that is preferred gives way.</summary>
    public virtual bool TellsOfGivenWay => true;

    public virtual PauseSchedule Pauses(PauseSchedule pauses) => pauses;

    /// <summary>What a provider's queue is told of an offer.</summary>
    public virtual JobOffer Offered(JobOffer offer) => offer;

    /// <summary>Which other offers a queue loses when one is taken back.</summary>
    public virtual IEnumerable<JobId> LostWith(JobId takenBack, IReadOnlyCollection<JobId> waiting) => [];

    /// <summary>What a provider's queue makes of what an operator decided.</summary>
    public virtual StoppedByOperator Heeded(StoppedByOperator stopped) => stopped;

    public virtual WorkflowMachine Machine(IStepPlanner planner, RetrySchedule retries, CallbackSchedule callbacks) => new(planner, retries, callbacks);

    public virtual IWorkflowStore Store(IWorkflowStore store) => store;

    public virtual IOffers Offers(IOffers offers) => offers;

    public virtual ICallbacks Callbacks(ICallbacks callbacks) => callbacks;

    public virtual IActorHost Host(IActorHost host) => host;
}
