using Xunit;

namespace Baton.Tests.Simulation;

/// <summary>
/// The engine in thousands of worlds where everything goes wrong. A seed that breaks an invariant is printed as <c>SIM_SEED=4711</c>; with that variable
/// set, only that world runs. <c>SIM_SEEDS</c> sets how many run otherwise.
/// </summary>
public sealed class SimulationTests
{
    [Fact]
    public void AnyWorld_WhateverGoesWrong_KeepsAllInvariantsAndEnds() => SimulationRun.Test(WorldShape.Small, "SIM_SEEDS", 10_000);

    [Fact]
    public void OneSeed_RunTwice_GivesTheSameEvents()
    {
        foreach (var seed in Enumerable.Range(1, 50))
        {
            Assert.Equal(SimulationRun.Of(seed, WorldShape.Small), SimulationRun.Of(seed, WorldShape.Small));
        }
    }

    [Fact]
    public void TwoSeeds_GiveDifferentEvents() => Assert.NotEqual(SimulationRun.Of(1, WorldShape.Small), SimulationRun.Of(2, WorldShape.Small));
}
