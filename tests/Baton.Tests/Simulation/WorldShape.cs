using System.Collections.Immutable;
using System.Globalization;
using Baton.Providers;

namespace Baton.Tests.Simulation;

/// <summary>How many there are of everything in a world, and how long things go wrong.</summary>
/// <param name="Outside">The providers outside, with the number of their workers.</param>
/// <param name="Steps">So many things happen before faults stop.</param>
internal sealed record WorldShape(ImmutableArray<(ProviderId Provider, int Workers)> Outside, int Steps)
{
    /// <summary>Three workers outside: small enough that they meet all the time.</summary>
    public static readonly WorldShape Small = new([(SimulatedRecipes.North, 2), (SimulatedRecipes.South, 1)], 400);

    /// <summary>Ten providers and two hundred workers, those of the processes themselves counted.</summary>
    public static readonly WorldShape Fleet = new(
        [(SimulatedRecipes.North, 22), (SimulatedRecipes.South, 22), .. Enumerable.Range(1, 7).Select(i => (new ProviderId(string.Create(CultureInfo.InvariantCulture, $"farm{i}")), 22))], 400);
}
