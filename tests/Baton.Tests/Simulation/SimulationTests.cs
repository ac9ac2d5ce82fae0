using Xunit;

namespace Baton.Tests.Simulation;

/// <summary>
/// The engine in thousands of worlds where everything goes wrong. A seed that breaks an invariant is printed as <c>SIM_SEED=4711</c>; with that variable
/// set, only that world runs. <c>SIM_SEEDS</c> sets how many run otherwise.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    public static TheoryData<string> Shapes => [.. WorldShape.All.Keys];

    [Fact]
    public void AnyWorld_WhateverGoesWrong_KeepsAllInvariantsAndEnds() => SimulationRun.Test(WorldShape.Small, "SIM_SEEDS", 10_000);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void OneSeed_RunAgainAmongOthersOnManyThreads_GivesTheSameEvents(string shape)
    {
        var seeds = Enumerable.Range(1, 30).ToList();
        var alone = seeds.ConvertAll(seed => SimulationRun.Of(seed, WorldShape.All[shape]));

        var among = new ulong[seeds.Count];
        Parallel.For(0, seeds.Count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => among[i] = SimulationRun.Of(seeds[i], WorldShape.All[shape]));

        output.WriteLine($"{shape}: {string.Join(' ', alone)}");
        Assert.Equal(alone, among);
    }

    [Fact]
    public void TwoSeeds_GiveDifferentEvents() => Assert.NotEqual(SimulationRun.Of(1, WorldShape.Small), SimulationRun.Of(2, WorldShape.Small));

    /// <summary>Whatever the simulation left to the real clock would depend on how busy the machine is.</summary>
    [Fact]
    public void Clock_OfTheSimulation_LeavesNothingToTheRealOne()
    {
        var left = typeof(TimeProvider).GetMethods()
            .Where(method => method.IsVirtual && method.DeclaringType == typeof(TimeProvider))
            .Where(method => typeof(SimulatedTime).GetMethod(method.Name, [.. method.GetParameters().Select(parameter => parameter.ParameterType)])!.DeclaringType != typeof(SimulatedTime));

        Assert.Empty(left.Select(method => method.Name));
    }
}
