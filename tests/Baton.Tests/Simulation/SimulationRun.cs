using System.Globalization;

namespace Baton.Tests.Simulation;

/// <summary>Runs worlds by their seeds.</summary>
internal static class SimulationRun
{
    private const int Steps = 400;

    /// <summary>The hash of all that happened in the world of this seed; throws when an invariant broke.</summary>
    public static ulong Of(int seed, PlantedBug? bug = null)
    {
        var world = new World(seed, bug ?? new PlantedBug());
        world.Run(Steps);
        return world.Log.Hash;
    }

    /// <summary>The seeds from <paramref name="first"/> on, each world on one thread; throws on the first that breaks, with what led to it.</summary>
    public static void All(int first, int count)
    {
        var failed = int.MaxValue;
        Parallel.For(first, first + count, TwoThreads, (seed, loop) =>
        {
            if (WhatBreaks(seed, new PlantedBug()) is not null)
            {
                InterlockedMin(ref failed, seed);
                loop.Break();
            }
        });
        if (failed != int.MaxValue)
        {
            Show(failed);
        }
    }

    /// <summary>The first seed, counted from one, in whose world the bug is noticed, and by what; a seed beyond the last when it stays unnoticed.</summary>
    public static (int Seed, string By) FirstToNotice(PlantedBug bug, int seedsMax)
    {
        for (var seed = 1; seed <= seedsMax; seed++)
        {
            if (WhatBreaks(seed, bug) is { } broken)
            {
                return (seed, broken.Message.Split('.')[0]);
            }
        }

        return (seedsMax + 1, "nothing");
    }

    /// <summary>Replays a seed and throws what breaks in it, after the events that led there.</summary>
    public static void Show(int seed)
    {
        var world = new World(seed, new PlantedBug(), inWords: true);
        try
        {
            world.Run(Steps);
        }
        catch (Exception broken)
        {
            throw new BrokenInvariantException(string.Create(CultureInfo.InvariantCulture, $"SIM_SEED={seed}\n{world.Log.Tail(80)}\n{broken}"));
        }
    }

    private static readonly ParallelOptions TwoThreads = new() { MaxDegreeOfParallelism = 2 };

    private static Exception? WhatBreaks(int seed, PlantedBug bug)
    {
        try
        {
            new World(seed, bug).Run(Steps);
            return null;
        }
#pragma warning disable CA1031 // An engine that throws what it should not is broken too.
        catch (Exception broken)
        {
            return broken;
        }
#pragma warning restore CA1031
    }

    private static void InterlockedMin(ref int lowest, int value)
    {
        for (var seen = lowest; value < seen; seen = lowest)
        {
            Interlocked.CompareExchange(ref lowest, value, seen);
        }
    }
}
