using System.Collections.Immutable;
using System.Globalization;
using Baton.Providers;

namespace Baton.Tests.Simulation;

/// <summary>How many there are of everything in a world, how long things go wrong, and what goes wrong most.</summary>
/// <param name="Outside">The providers outside, with the number of their workers.</param>
/// <param name="Steps">So many things happen before faults stop.</param>
internal sealed record WorldShape(ImmutableArray<(ProviderId Provider, int Workers)> Outside, int Steps)
{
    private const int Never = int.MaxValue;

    /// <summary>Three workers outside: small enough that they meet all the time.</summary>
    public static readonly WorldShape Small = new([(SimulatedRecipes.North, 2), (SimulatedRecipes.South, 1)], 400);

    /// <summary>Ten providers and two hundred workers, those of the processes themselves counted.</summary>
    public static readonly WorldShape Fleet = new(
        [(SimulatedRecipes.North, 22), (SimulatedRecipes.South, 22), .. Enumerable.Range(1, 7).Select(i => (new ProviderId(string.Create(CultureInfo.InvariantCulture, $"farm{i}")), 22))], 400);

    /// <summary>Only jobs that may be claimed twice, a process that lasts and so learns how long they take, and workers who take their time.</summary>
    public static readonly WorldShape Hedging = new([(SimulatedRecipes.North, 3), (SimulatedRecipes.South, 3)], 600)
    {
        Types = [SimulatedRecipes.Remote],
        HedgeShares = [1],
        PreferencesOneIn = 10,
        CrashesOneIn = 10,
        LeapsOneIn = 40,
        ProcessesMax = 1,
        Temper = WorkerTemper.Slow,
    };

    /// <summary>A store that is away for one call of three, and little that has everything looked at again.</summary>
    public static readonly WorldShape BadStore = Small with { StoreFaultsInForty = 13, OperatorOneIn = Never, PreferencesOneIn = Never, CrashesOneIn = 10 };

    /// <summary>Workers that fail at nearly everything, so that they are paused.</summary>
    public static readonly WorldShape Failing = Small with { Temper = WorkerTemper.Failing };

    /// <summary>Workers that fail at every other job, so that it is not they who are paused but the jobs that fail for good, and one provider for each.</summary>
    public static readonly WorldShape Fickle = Small with { Types = [SimulatedRecipes.Quick], CrashesOneIn = 10, Temper = WorkerTemper.Fickle };

    /// <summary>All of them by name.</summary>
    public static readonly IReadOnlyDictionary<string, WorldShape> All = new Dictionary<string, WorldShape>
    {
        [nameof(Small)] = Small,
        [nameof(Fleet)] = Fleet,
        [nameof(Hedging)] = Hedging,
        [nameof(BadStore)] = BadStore,
        [nameof(Failing)] = Failing,
        [nameof(Fickle)] = Fickle,
    };

    /// <summary>The types of the steps, each as often as it stands here.</summary>
    public ImmutableArray<string> Types { get; init; } = SimulatedRecipes.Types;

    /// <summary>How many second claims there may be for each job that is claimed; a world has one of these.</summary>
    public ImmutableArray<double> HedgeShares { get; init; } = [0, 0.1, 1];

    /// <summary>How workers are.</summary>
    public WorkerTemper Temper { get; init; } = WorkerTemper.Usual;

    /// <summary>Of forty calls of the store so many fail.</summary>
    public int StoreFaultsInForty { get; init; } = 3;

    /// <summary>There are between one and so many processes.</summary>
    public int ProcessesMax { get; init; } = 3;

    /// <summary>A process that could crash does once in so many times.</summary>
    public int CrashesOneIn { get; init; } = 1;

    /// <summary>Time goes on by seconds, and once in so many times by up to a minute.</summary>
    public int LeapsOneIn { get; init; } = 8;

    /// <summary>One world in so many has an operator who stops providers and workers.</summary>
    public int OperatorOneIn { get; init; } = 3;

    /// <summary>One world in so many has a provider that is preferred.</summary>
    public int PreferencesOneIn { get; init; } = 2;
}
