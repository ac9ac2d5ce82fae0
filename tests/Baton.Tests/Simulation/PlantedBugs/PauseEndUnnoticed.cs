namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Nobody looks at a queue again when a pause ends.</summary>
internal sealed class PauseEndUnnoticed : PlantedBug
{
    public override WorldShape Shape => WorldShape.Failing;

    public override bool RingsAfterPauses => false;
}
