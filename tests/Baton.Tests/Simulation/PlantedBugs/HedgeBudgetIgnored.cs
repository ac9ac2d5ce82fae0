namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Every job that takes too long is given out twice.</summary>
internal sealed class HedgeBudgetIgnored : PlantedBug
{
    public override double HedgeShare(double right) => 1;
}
