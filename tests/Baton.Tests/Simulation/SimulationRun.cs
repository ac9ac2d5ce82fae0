using System.Globalization;

namespace Baton.Tests.Simulation;

/// <summary>Runs worlds by their seeds.</summary>
internal static class SimulationRun
{
    /// <summary>The hash of all that happened in the world of this seed; throws when an invariant broke.</summary>
    public static ulong Of(int seed, WorldShape shape)
    {
        var world = new World(seed, new PlantedBug(), shape);
        world.Run();
        return world.Log.Hash;
    }

    /// <summary>The world of the seed in <c>SIM_SEED</c>; without that, as many as a variable says, or as given.</summary>
    public static void Test(WorldShape shape, string variable, int count)
    {
        if (Number("SIM_SEED") is { } seed)
        {
            Show(shape, seed);
        }
        else
        {
            All(shape, first: 1, Number(variable) ?? count);
        }
    }

    /// <summary>The seeds from <paramref name="first"/> on, each world on one thread; throws on the first that breaks, with what led to it.</summary>
    public static void All(WorldShape shape, int first, int count)
    {
        var failed = int.MaxValue;
        Parallel.For(first, first + count, TwoThreads, (seed, loop) =>
        {
            if (WhatBreaks(seed, new PlantedBug(), shape) is not null)
            {
                InterlockedMin(ref failed, seed);
                loop.Break();
            }
        });
        if (failed != int.MaxValue)
        {
            Show(shape, failed);
        }
    }

    /// <summary>The first seed, counted from one, in whose world the bug is noticed, and by what; a seed beyond the last when it stays unnoticed.</summary>
    public static (int Seed, string By) FirstToNotice(PlantedBug bug, int seedsMax)
    {
        for (var seed = 1; seed <= seedsMax; seed++)
        {
            if (WhatBreaks(seed, bug, bug.Shape) is { } broken)
            {
                return (seed, broken.Message.Split('.')[0]);
            }
        }

        return (seedsMax + 1, "nothing");
    }

    /// <summary>Replays a seed and throws what breaks in it, after the events that led there.</summary>
    public static void Show(WorldShape shape, int seed)
    {
        var world = new World(seed, new PlantedBug(), shape, inWords: true);
        try
        {
            world.Run();
        }
        catch (Exception broken)
        {
            throw new BrokenInvariantException(string.Create(CultureInfo.InvariantCulture, $"SIM_SEED={seed}\n{world.Log.Tail(80)}\n{broken}"));
        }
    }

    private static readonly ParallelOptions TwoThreads = new() { MaxDegreeOfParallelism = 2 };

    private static Exception? WhatBreaks(int seed, PlantedBug bug, WorldShape shape)
    {
        try
        {
            new World(seed, bug, shape).Run();
            return null;
        }
#pragma warning disable CA1031 // An engine that throws what it should not is broken too.
        catch (Exception broken)
        {
            return broken;
        }
#pragma warning restore CA1031
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static void InterlockedMin(ref int lowest, int value)
    {
        for (var seen = lowest; value < seen; seen = lowest)
        {
            Interlocked.CompareExchange(ref lowest, value, seen);
        }
    }
}
