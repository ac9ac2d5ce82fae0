using System.Globalization;

namespace Baton.Tests.Simulation.Storms;

/// <summary>What came of a storm.</summary>
internal sealed record StormFigures
{
    public const string Head =
        "|                | jobs done of those it hit | attempts at them | ratio | most waiting | ended until paused | failed | expired | all there again after | then at | backlog gone after | most begun per slot and job length |";

    /// <summary>Jobs that succeeded of those that waited or were worked on while providers were down: the offered work.</summary>
    public required int Hit { get; init; }

    /// <summary>How often a worker began to work on a job that waited or was worked on while providers were down, whatever became of it.</summary>
    public required int Attempts { get; init; }

    public required int WaitingMost { get; init; }

    /// <summary>Claims of the first provider that ended from when it went down until it was paused.</summary>
    public required int EndsUntilPaused { get; init; }

    public required int Failed { get; init; }

    public required int Expired { get; init; }

    public required int ExpiredEarly { get; init; }

    /// <summary>How much later than its time was up a job expired, at most.</summary>
    public required TimeSpan LatestExpiry { get; init; }

    /// <summary>From the return to when no provider is on trial any more.</summary>
    public required TimeSpan AllOpenAfter { get; init; }

    /// <summary>From the return to when nothing waits.</summary>
    public required TimeSpan DrainedAfter { get; init; }

    /// <summary>Most attempts begun within the length of a job, after the return.</summary>
    public required int BusiestStarts { get; init; }

    /// <summary>Between the two, as a share of what all slots can do.</summary>
    public required double? FullRateShare { get; init; }

    /// <summary>From the submit of the first job to its end.</summary>
    public required TimeSpan FirstJobTook { get; init; }

    public double Ratio => (double)Attempts / Hit;

    /// <summary>Most attempts begun within the length of a job, for each slot: more than one means that some came to nothing.</summary>
    public double BusiestShare => (double)BusiestStarts / StormPlan.Slots;

    public string Row(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name,-14} | {Hit,25} | {Attempts,16} | {Ratio,5:0.000} | {WaitingMost,12} | {EndsUntilPaused,18} | {Failed,6} | {Expired,7} | {AllOpenAfter.TotalSeconds,19:0.0} s | {FullRateShare,6:0.0%} | {DrainedAfter.TotalSeconds,16:0.0} s | {BusiestShare,34:0.00} |");
}
