using Xunit;

namespace Baton.Tests.Simulation;

/// <summary>
/// Ten providers with two hundred workers that crash, hang, report late, lose the network and come back. A seed that breaks an invariant is printed as <c>SIM_SEED=4711</c>; with
/// that variable set, only that world runs. <c>SIM_FLEETS</c> sets how many run otherwise.
/// </summary>
public sealed class FleetTests
{
    [Fact]
    public void AnyFleet_WhateverGoesWrong_KeepsAllInvariantsAndEnds() => SimulationRun.Test(WorldShape.Fleet, "SIM_FLEETS", 20_000);
}
