using System.Globalization;
using Baton.Providers;
using Xunit;

namespace Baton.Tests.Simulation.Storms;

/// <summary>What becomes of jobs, and of providers, while these are down and when they come back; in simulated time with the real engine and the pauses that are the default.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    /// <summary>So many attempts may come to nothing at one provider in ten minutes, however much or little waits: all that its slots had, as many again before that is known, and a trial now and then.</summary>
    private const int VainPerProviderMax = (2 * StormPlan.SlotsPerProvider) + 40;

    private static readonly PauseSchedule Pauses = new();

    [Fact]
    public void Outage_OfAllProvidersForTenMinutes_CostsFewAttemptsAndNoJob()
    {
        output.WriteLine(StormFigures.Head);
        foreach (var (trouble, load) in Enum.GetValues<Trouble>().SelectMany(trouble => (double[])[1, 16], (trouble, load) => (trouble, load)))
        {
            var plan = new StormPlan(trouble, load, StormPlan.Providers.Length, DownAt: TimeSpan.FromMinutes(2), DownFor: TimeSpan.FromMinutes(10));
            var figures = StormRun.Of(plan, seed: 1);
            output.WriteLine(figures.Row(string.Create(CultureInfo.InvariantCulture, $"{trouble}, {load}/s")));
            CheckThatNoJobSuffers(figures);
            CheckThatNothingIsOvershot(figures, plan);
            Assert.True(figures.Attempts - figures.Hit <= VainPerProviderMax * StormPlan.Providers.Length, $"{figures.Attempts} attempts at {figures.Hit} jobs");
            Assert.True(trouble == Trouble.Dies || figures.EndsUntilPaused == Pauses.FailuresMax, $"{figures.EndsUntilPaused} attempts until it was paused");
            Assert.True(load < 16 || figures.Ratio <= 1.1, $"{figures.Ratio} attempts for each job");
        }
    }

    [Fact]
    public void Primary_ThatIsDead_IsPausedAfterThreeAttemptsAndCostsTheFirstCallerLessThanASecond()
    {
        var figures = StormRun.Of(new StormPlan(Trouble.Refuses, JobsPerSecond: 1, Down: 1, DownAt: TimeSpan.Zero, DownFor: TimeSpan.FromMinutes(10)), seed: 1);

        output.WriteLine($"The first job took {(figures.FirstJobTook - StormPlan.JobLength).TotalMilliseconds} ms longer; the primary was paused after {figures.EndsUntilPaused} attempts; {figures.Attempts - figures.Hit} attempts came to nothing in ten minutes.");
        Assert.Equal(Pauses.FailuresMax, figures.EndsUntilPaused);
        Assert.InRange(figures.FirstJobTook - StormPlan.JobLength, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal((0, 0), (figures.Failed, figures.Expired));
    }

    /// <summary>What waits fails of nothing, and expires when its own time is up and not before.</summary>
    private static void CheckThatNoJobSuffers(StormFigures figures)
    {
        Assert.Equal((0, 0), (figures.Failed, figures.ExpiredEarly));
        Assert.InRange(figures.LatestExpiry, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    /// <summary>All are there again after the longest pause and one trial, and from then on every slot is busy with what waits, and with nothing that comes to nothing.</summary>
    private static void CheckThatNothingIsOvershot(StormFigures figures, StormPlan plan)
    {
        var trial = StormPlan.JobLength + (plan.Trouble == Trouble.Refuses ? TimeSpan.Zero : Pauses.Max);
        Assert.InRange(figures.AllOpenAfter, TimeSpan.Zero, Pauses.PauseOf(int.MaxValue, jitter: 1) + trial);
        Assert.InRange(figures.BusiestShare, 0, 1.02);
        Assert.True(figures.FullRateShare is not < 0.98, $"{figures.FullRateShare:0.0%} of what the slots can do");
    }
}
