using Baton.Hedging;
using CsCheck;
using Xunit;

namespace Baton.Core.Tests.Hedging;

/// <summary>Second claims stay within their share of the jobs.</summary>
public sealed class HedgeBudgetTests
{
    [Fact]
    public void NewBudget_BeforeAnyJob_AllowsNothing() => Assert.False(new HedgeBudget(1).TryTake());

    [Fact]
    public void Budget_OfFivePercent_AllowsOneForTwentyJobs()
    {
        var budget = new HedgeBudget(0.05);

        var allowed = Enumerable.Range(1, 40).Where(_ =>
        {
            budget.CountJob();
            return budget.TryTake();
        });

        Assert.Equal([20, 40], allowed);
    }

    [Fact]
    public void QuietTime_HoweverLong_SavesUpAHundredAtMost()
    {
        var budget = new HedgeBudget(0.5);
        for (var i = 0; i < 10_000; i++)
        {
            budget.CountJob();
        }

        Assert.Equal(100, Enumerable.Range(0, 1000).Count(_ => budget.TryTake()));
    }

    [Fact]
    public void AnyUse_AtAnyTime_StaysWithinTheShare() => Gen.Select(Gen.Int[0, 100], Gen.Int[0, 3].Array[0, 2000]).Sample((percent, uses) =>
    {
        var budget = new HedgeBudget(percent / 100.0);
        var (jobs, taken) = (0, 0);
        foreach (var use in uses)
        {
            if (use < 2)
            {
                budget.CountJob();
                jobs++;
            }
            else if (use == 2 && budget.TryTake())
            {
                taken++;
            }
            else if (use == 3 && taken > 0)
            {
                budget.GiveBack();
                taken--;
            }

            Assert.True(taken * 100 <= jobs * percent, $"{taken} second claims of {jobs} jobs at {percent} %.");
        }
    });
}
