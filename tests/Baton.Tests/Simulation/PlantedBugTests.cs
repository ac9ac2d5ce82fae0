using Baton.Tests.Simulation.PlantedBugs;
using Xunit;

namespace Baton.Tests.Simulation;

/// <summary>
/// The simulation is itself tested: each bug, planted between the engine and its surroundings, is noticed within two hundred worlds of a shape that leads to it. <c>SIM_SHAPES</c> sets in how many worlds
/// of each shape nothing is noticed where no bug is.
/// </summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    private const int SeedsMax = 200;

    private static readonly PlantedBug[] Bugs =
    [
        new NoTerminalGuard(),
        new HolderNotChecked(),
        new LeaseEndIgnored(),
        new DeadlineIgnored(),
        new DependentsNotCanceled(),
        new RetriesUnbounded(),
        new WorstIsNotFirst(),
        new StaleVersionAccepted(),
        new AnsweredBeforeDurable(),
        new DuplicateExternalIdAccepted(),
        new NoWakeUpOnDisk(),
        new NoRecoveryAtStart(),
        new LostSaveNotWoken(),
        new OffersLost(),
        new HopelessJobsKept(),
        new FailuresTakenForDelivered(),
        new EndedNotWoken(),
        new TransitionNotRecorded(),
        new SentEventReplaced(),
        new RequestForgotten(),
        new LoserAccepted(),
        new HedgeBudgetIgnored(),
        new BothClaimsEnd(),
        new SecondClaimUnasked(),
        new ProvidersOverlooked(),
        new PreferenceIgnored(),
        new PreferredWaitedForTooLong(),
        new GivenWayUntold(),
        new PausesWithoutEnd(),
        new NobodyPaused(),
        new TrialsUnbounded(),
        new PauseEndUnnoticed(),
        new OffersLostOnWithdrawal(),
        new PriorityIgnored(),
        new StoppedStillServed(),
    ];

    public static TheoryData<string> Names => [.. Bugs.Select(bug => bug.GetType().Name)];

    public static TheoryData<string> Shapes => [.. WorldShape.All.Keys];

    /// <summary>What is noticed in a world of a shape is the bug and not the shape.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void NoBug_InAWorldMadeForBugs_KeepsAllInvariants(string shape) => SimulationRun.Test(WorldShape.All[shape], "SIM_SHAPES", SeedsMax);

    [Theory]
    [MemberData(nameof(Names))]
    public void Bug_PlantedInTheEngine_IsNoticed(string name)
    {
        var bug = Bugs.Single(bug => bug.GetType().Name == name);

        var (seed, invariant) = SimulationRun.FirstToNotice(bug, SeedsMax);

        output.WriteLine($"{name} is noticed by seed {seed}: {invariant}");
        Assert.True(seed <= SeedsMax, $"{name} was not noticed in {SeedsMax} worlds.");
    }
}
