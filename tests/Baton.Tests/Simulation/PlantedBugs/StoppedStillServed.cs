using Baton.Providers;

namespace Baton.Tests.Simulation.PlantedBugs;

/// <summary>A provider that an operator has stopped is handed jobs all the same.</summary>
internal sealed class StoppedStillServed : PlantedBug
{
    public override StoppedByOperator Heeded(StoppedByOperator stopped) => StoppedByOperator.Nobody;
}
