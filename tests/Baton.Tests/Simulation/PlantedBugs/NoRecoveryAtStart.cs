namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A process that starts leaves alone what was unfinished.</summary>
internal sealed class NoRecoveryAtStart : PlantedBug
{
    public override WorldShape Shape => WorldShape.BadStore;

    public override bool RecoversAtStart => false;
}
