namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Nobody is told that a provider which is preferred has given way.</summary>
internal sealed class GivenWayUntold : PlantedBug
{
    public override bool TellsOfGivenWay => false;
}
