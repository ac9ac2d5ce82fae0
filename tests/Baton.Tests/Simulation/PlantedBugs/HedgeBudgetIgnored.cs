namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>Every job that takes too long is given out twice.</summary>
internal sealed class HedgeBudgetIgnored : PlantedBug
{
    public override WorldShape Shape => WorldShape.Hedging with { HedgeShares = [0] };

    public override double HedgeShare(double right) => 1;
}
