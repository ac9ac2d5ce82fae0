using Baton.Workflows;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Nobody looks again after a save was lost.</summary>
internal sealed class LostSaveNotWoken : PlantedBug
{
    public override WorldShape Shape => WorldShape.BadStore;

    public override IActorHost Host(IActorHost host) => new Deaf(host);

    private sealed class Deaf(IActorHost host) : IActorHost
    {
        public void MayBeIdle() => host.MayBeIdle();

        public void WakeSoon(WorkflowId id)
        {
        }

        public void HedgeAt(DateTimeOffset? due) => host.HedgeAt(due);
    }
}
