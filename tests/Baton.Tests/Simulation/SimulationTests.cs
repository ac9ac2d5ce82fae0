using System.Globalization;
using Xunit;

namespace Baton.Tests.Simulation;

/// <summary>
/// The engine in thousands of worlds where everything goes wrong. A seed that breaks an invariant is printed as <c>SIM_SEED=4711</c>; with that variable
/// set, only that world runs. <c>SIM_SEEDS</c> sets how many run otherwise.
/// </summary>
public sealed class SimulationTests
{
    [Fact]
    public void AnyWorld_WhateverGoesWrong_KeepsAllInvariantsAndEnds()
    {
        if (Number("SIM_SEED") is { } seed)
        {
            SimulationRun.Show(seed);
        }
        else
        {
            SimulationRun.All(first: 1, Number("SIM_SEEDS") ?? 10_000);
        }
    }

    [Fact]
    public void OneSeed_RunTwice_GivesTheSameEvents()
    {
        foreach (var seed in Enumerable.Range(1, 50))
        {
            Assert.Equal(SimulationRun.Of(seed), SimulationRun.Of(seed));
        }
    }

    [Fact]
    public void TwoSeeds_GiveDifferentEvents() => Assert.NotEqual(SimulationRun.Of(1), SimulationRun.Of(2));

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
